#include "store/sqlite/finish.hpp"

#include "store/issue_title.hpp"
#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

std::int64_t keep_title(WriteTransaction& tx, std::int64_t scope, const core::IssueSummary& issue) {
  const std::string key = title_key(issue);
  std::int64_t id = 0;
  {
    auto rows = tx.db.query("SELECT id FROM titles WHERE scope=?1 AND key=?2", scope, key);
    if (rows.step()) id = rows.int64(0);
  }
  if (id != 0) {
    tx.db.run("UPDATE titles SET refs=refs+1 WHERE id=?1", id);
    return id;
  }
  tx.db.run("INSERT INTO titles(scope, key, title, refs) VALUES (?1, ?2, ?3, 1)", scope, key, issue.title);
  return tx.db.last_insert_id();
}

StoredReview insert_review(WriteTransaction& tx, const JobRow& job, const core::JobResult& result) {
  StoredReview review{0, result.score, {}};
  for (const auto& issue : result.issues) {
    review.issues.push_back({keep_title(tx, job.scope, issue), issue.severity, issue.category});
  }
  tx.db.run("INSERT INTO reviews(uuid, refs, score) VALUES (?1, 0, ?2)", result.review_id, result.score);
  review.id = tx.db.last_insert_id();
  tx.db.run("INSERT INTO review_bodies(review, issues, members) VALUES (?1, ?2, ?3)", review.id,
            Blob{encode_issues(review.issues)}, Blob{result.review_members});
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
