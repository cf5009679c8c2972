#include "store/sqlite/finish.hpp"

#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/review_rows.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {

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
  if (!result.review_members.empty())
    ending.review = insert_review(tx, job->scope, input_language(tx.db, job->input), result);
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
