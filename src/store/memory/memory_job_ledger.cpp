#include "store/memory/memory_job_ledger.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::Status;

Task<Result<std::vector<std::optional<core::Fence>>>> MemoryJobLedger::issue_fences(
    std::vector<core::JobId> jobs) {
  const std::scoped_lock lock{state_.mutex};
  std::vector<std::optional<core::Fence>> fences;
  for (const auto& id : jobs) {
    const auto found = state_.jobs.find(id);
    if (found == state_.jobs.end()) {
      fences.emplace_back();
      continue;
    }
    auto& job = found->second;
    // One that is running was taken from a holder that is gone.
    job.status = Status::in_progress;
    job.fence = core::Fence{++state_.last_fence};
    job.updated_at = state_.clock.now();
    fences.emplace_back(job.fence);
  }
  co_return fences;
}

Task<Result<void>> MemoryJobLedger::hand_back(core::JobId id, core::Fence fence, core::AttemptCharge charge) {
  const std::scoped_lock lock{state_.mutex};
  const auto found = state_.jobs.find(id);
  if (found != state_.jobs.end() && found->second.fence == fence && found->second.status == Status::pending)
    co_return Result<void>{};
  const auto held = state_.held(id, fence);
  if (!held) co_return base::fail(held.error());
  const bool charged = charge == core::AttemptCharge::charged;
  auto& job = **held;
  job.status =
      *core::transition(job.status, charged ? core::LifecycleEvent::retry : core::LifecycleEvent::release);
  job.attempts += charged ? 1 : 0;
  job.updated_at = state_.clock.now();
  co_return Result<void>{};
}

Task<Result<std::vector<core::UnfinishedJob>>> MemoryJobLedger::unfinished(std::optional<core::JobId> after,
                                                                           int limit) {
  const std::scoped_lock lock{state_.mutex};
  std::vector<core::UnfinishedJob> jobs;
  auto next = after ? state_.jobs.upper_bound(*after) : state_.jobs.begin();
  for (; next != state_.jobs.end() && std::ssize(jobs) < limit; ++next)
    jobs.push_back({next->first, next->second.scope, next->second.created_at});
  co_return jobs;
}

}  // namespace assay::store
