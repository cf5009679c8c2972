#include "store/sqlite/finish.hpp"

#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {
namespace {

StoredReview insert_review(WriteTransaction& tx, const JobRow& job, const core::JobResult& result) {
  StoredReview review{0, result.score, result.queued_ms, result.run_ms, {}};
  for (const auto& issue : result.issues) {
    review.issues.push_back({keep_title(tx.db, job.scope, issue), issue.severity, issue.category});
  }
  const auto use = core::model_use(result.usage);
  const core::Language language = input_language(tx.db, job.input);
  tx.db.run(
      "INSERT INTO reviews(uuid, refs, score, scope, language, finished_at, queued_ms, run_ms, calls, "
      "input_tokens, output_tokens, cached_tokens, cost_nanos) VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
      "?9, "
      "?10, ?11, ?12)",
      result.review_id, result.score, job.scope, core::to_string(language), stored(result.finished_at),
      result.queued_ms, result.run_ms, use.calls, use.input_tokens, use.output_tokens, use.cached_tokens,
      use.unpriced_calls > 0 ? std::nullopt : std::optional{use.cost_nanos});
  review.id = tx.db.last_insert_id();
  tx.db.run("INSERT INTO review_bodies(review, issues, members, titles) VALUES (?1, ?2, ?3, ?4)", review.id,
            Blob{encode_issues(review.issues)}, Blob{result.review_members}, encode_titles(result.issues));
  tx.rollups.count_models({job.scope, language, result.finished_at}, use, 1);
  return review;
}

}  // namespace

base::Result<std::vector<core::SubmissionId>> finish_job(WriteTransaction& tx, const core::JobId& id,
                                                         core::Fence fence, const core::JobResult& result) {
  tx.step("finish.begin");
  const auto job = find_held_job(tx.db, id, fence);
  if (!job) return base::fail(job.error());
  const auto event =
      result.outcome == core::Status::completed ? core::LifecycleEvent::succeed : core::LifecycleEvent::fail;
  const auto status = core::transition(job->status, event);
  if (!status) return base::fail(status.error());

  JobEnding ending{*status, result.error, std::nullopt, job->attempts + 1, result.finished_at};
  if (!result.review_members.empty()) ending.review = insert_review(tx, *job, result);
  tx.step("finish.review");
  const bool cache = result.cacheable && ending.review && *status == core::Status::completed;
  if (cache) {
    tx.db.run("UPDATE inputs SET cached_review=?2, cache_expires=?3 WHERE id=?1", job->input,
              ending.review->id, stored(result.expires_at));
  }
  auto finished = end_job(tx, *job, ending);
  tx.step("finish.submissions");
  return finished;
}

}  // namespace assay::store
