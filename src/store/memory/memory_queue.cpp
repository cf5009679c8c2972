#include "store/memory/memory_queue.hpp"

#include <algorithm>

#include "core/lifecycle.hpp"

namespace assay::store {

using base::Micros;
using base::Result;
using base::Task;
using core::Claim;
using core::Status;

Task<Result<void>> MemoryJobQueue::enqueue(core::JobId, core::Scope) {
  state_.signal.wake();
  co_return Result<void>{};
}

/// Delays and leases that are over.
void MemoryJobQueue::release(Micros now) {
  for (auto& [id, job] : state_.jobs) {
    if (job.due && *job.due <= now) job.due.reset();
    if (job.status != Status::in_progress || job.lease_until > now) continue;
    job.status = *core::transition(job.status, core::LifecycleEvent::release);
    job.updated_at = state_.clock.now();
  }
}

Task<Result<std::vector<Claim>>> MemoryJobQueue::claim(core::ClaimRequest request) {
  const std::scoped_lock lock{state_.mutex};
  const Micros now = state_.clock.steady();
  release(now);
  std::vector<Claim> claims;
  while (std::ssize(claims) < request.max) {
    // The oldest job of the scope that comes after the last one served; the first scope again after the last.
    std::pair<const core::JobId, MemoryState::Job>* next = nullptr;
    const auto rank = [&](const MemoryState::Job& job) {
      return std::tuple{job.scope <= state_.last_scope, job.scope, job.order};
    };
    for (auto& item : state_.jobs) {
      if (item.second.status != Status::pending || item.second.due) continue;
      if (next == nullptr || rank(item.second) < rank(next->second)) next = &item;
    }
    if (next == nullptr) break;
    auto& job = next->second;
    state_.last_scope = job.scope;
    job.status = *core::transition(job.status, core::LifecycleEvent::claim);
    job.fence = core::Fence{++state_.last_fence};
    job.lease_until = now + request.lease;
    job.updated_at = state_.clock.now();
    claims.push_back({next->first, job.fence, job.attempts + 1, false});
  }
  if (std::ssize(claims) < std::max(1, request.max)) state_.signal.unset();
  co_return claims;
}

Task<Result<std::vector<core::JobId>>> MemoryJobQueue::extend(std::vector<Claim> claims, Micros lease) {
  const std::scoped_lock lock{state_.mutex};
  std::vector<core::JobId> lost;
  for (const auto& claim : claims) {
    const auto job = state_.held(claim.job, claim.fence);
    if (job) {
      (*job)->lease_until = state_.clock.steady() + lease;
    } else {
      lost.push_back(claim.job);
    }
  }
  co_return lost;
}

Task<Result<void>> MemoryJobQueue::retry(Claim claim, Micros delay, core::AttemptCharge charge) {
  const std::scoped_lock lock{state_.mutex};
  const auto held = state_.held(claim.job, claim.fence);
  if (!held) co_return base::fail(held.error());
  const bool charged = charge == core::AttemptCharge::charged;
  auto& job = **held;
  job.status =
      *core::transition(job.status, charged ? core::LifecycleEvent::retry : core::LifecycleEvent::release);
  job.attempts += charged ? 1 : 0;
  if (delay > Micros{0}) job.due = state_.clock.steady() + delay;
  job.updated_at = state_.clock.now();
  state_.signal.wake();
  co_return Result<void>{};
}

Task<Result<void>> MemoryJobQueue::complete(Claim) {
  state_.signal.wake();
  co_return Result<void>{};
}

Task<Result<void>> MemoryJobQueue::cancel(core::JobId) {
  state_.signal.wake();
  co_return Result<void>{};
}

Task<void> MemoryJobQueue::wait(Micros at_most) {
  {
    const std::scoped_lock lock{state_.mutex};
    const Micros now = state_.clock.steady();
    for (const auto& [id, job] : state_.jobs) {
      if (job.due) at_most = std::min(at_most, *job.due - now);
      if (job.status == Status::in_progress) at_most = std::min(at_most, job.lease_until - now);
    }
  }
  return state_.signal.wait(at_most);
}

Task<Result<core::QueueDepth>> MemoryJobQueue::depth() {
  const std::scoped_lock lock{state_.mutex};
  core::QueueDepth depth;
  const auto now = state_.clock.now();
  for (const auto& [id, job] : state_.jobs) {
    depth.oldest = std::max(depth.oldest, std::max(base::Micros{0}, now - job.created_at));
    if (job.status == Status::in_progress) {
      ++depth.running;
    } else {
      ++(job.due ? depth.delayed : depth.ready);
    }
  }
  co_return depth;
}

}  // namespace assay::store
