#include "review/canceller.hpp"

namespace assay::review {

base::Task<base::Result<core::Submission>> Canceller::cancel(core::Scope scope, core::SubmissionId id) {
  auto cancelled = co_await parts_.store.cancel(scope, id, parts_.clock.now());
  if (!cancelled) co_return base::fail(cancelled.error());
  core::Submission submission = cancelled->submission;
  co_await tell(std::move(scope), std::move(*cancelled));
  co_return submission;
}

base::Task<base::Result<void>> Canceller::erase(core::Scope scope, core::SubmissionId id) {
  auto erased = co_await parts_.store.erase(scope, id, parts_.clock.now());
  if (!erased) co_return base::fail(erased.error());
  co_await tell(std::move(scope), std::move(*erased));
  parts_.hot.erase(id);
  co_return base::Result<void>{};
}

base::Task<void> Canceller::tell(core::Scope scope, core::Cancelled cancelled) {
  if (cancelled.job.empty()) co_return;
  parts_.bus.detach(cancelled.job, cancelled.submission.id);
  parts_.bus.publish_terminal(scope, cancelled.submission.id, core::Status::cancelled);
  if (!cancelled.job_ended) co_return;
  parts_.active.stop(cancelled.job, StopReason::cancelled);
  // Another process that runs it is told by the queue; should that not reach it, by its next lease renewal.
  (void)co_await parts_.queue.cancel(cancelled.job);
}

}  // namespace assay::review
