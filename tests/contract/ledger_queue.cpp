#include "contract/ledger_queue.hpp"

#include <algorithm>
#include <tuple>

namespace assay::contract {

using base::Micros;
using base::Result;
using base::Task;
using core::Claim;

Task<Result<void>> LedgerQueue::enqueue(core::JobId, core::Scope) {
  signal_.wake();
  co_return Result<void>{};
}

Task<Result<void>> LedgerQueue::look() {
  constexpr int kAll = 100'000;
  const auto unfinished = co_await ledger_.unfinished(std::nullopt, kAll);
  if (!unfinished) co_return base::fail(unfinished.error());
  const std::scoped_lock lock{mutex_};
  std::map<core::JobId, Job> kept;
  for (const auto& each : *unfinished) {
    const auto known = jobs_.find(each.job);
    if (known != jobs_.end()) {
      kept.insert(*known);
    } else {
      Job made;
      made.order = ++last_order_;
      made.scope = each.scope;
      made.created_at = each.created_at;
      kept.emplace(each.job, std::move(made));
    }
  }
  jobs_ = std::move(kept);
  co_return Result<void>{};
}

void LedgerQueue::release(Micros now) {
  for (auto& [id, job] : jobs_) {
    if (job.running && job.lease_until <= now) job.running = false;
  }
}

std::map<core::JobId, LedgerQueue::Job>::iterator LedgerQueue::next(Micros now) {
  auto best = jobs_.end();
  const auto rank = [&](const Job& job) {
    return std::tuple{job.scope <= last_scope_, job.scope, job.order};
  };
  for (auto at = jobs_.begin(); at != jobs_.end(); ++at) {
    if (at->second.running || at->second.due > now) continue;
    if (best == jobs_.end() || rank(at->second) < rank(best->second)) best = at;
  }
  return best;
}

Task<Result<std::vector<Claim>>> LedgerQueue::claim(core::ClaimRequest request) {
  const auto looked = co_await look();
  if (!looked) co_return base::fail(looked.error());
  std::vector<core::JobId> taken;
  {
    const std::scoped_lock lock{mutex_};
    const Micros now = clock_.steady();
    release(now);
    while (std::ssize(taken) < request.max) {
      const auto found = next(now);
      if (found == jobs_.end()) break;
      last_scope_ = found->second.scope;
      found->second.running = true;
      found->second.lease_until = now + request.lease;
      taken.push_back(found->first);
    }
    if (std::ssize(taken) < std::max(1, request.max)) signal_.unset();
  }
  const auto fences = co_await ledger_.issue_fences(taken);
  if (!fences) co_return base::fail(fences.error());
  std::vector<Claim> claims;
  const std::scoped_lock lock{mutex_};
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const auto fence = fences->at(i);
    const auto job = jobs_.find(taken[i]);
    if (!fence || job == jobs_.end()) continue;
    job->second.fence = *fence;
    claims.push_back({taken[i], *fence, job->second.attempts + 1, false});
  }
  co_return claims;
}

Task<Result<std::vector<core::JobId>>> LedgerQueue::extend(std::vector<Claim> claims, Micros lease) {
  const auto looked = co_await look();
  if (!looked) co_return base::fail(looked.error());
  const std::scoped_lock lock{mutex_};
  std::vector<core::JobId> lost;
  for (const auto& claim : claims) {
    const auto job = jobs_.find(claim.job);
    if (job == jobs_.end() || !job->second.running || job->second.fence != claim.fence) {
      lost.push_back(claim.job);
    } else {
      job->second.lease_until = clock_.steady() + lease;
    }
  }
  co_return lost;
}

Task<Result<void>> LedgerQueue::retry(Claim claim, Micros delay, core::AttemptCharge charge) {
  const auto handed = co_await ledger_.hand_back(claim.job, claim.fence, charge);
  if (!handed) co_return base::fail(handed.error());
  const std::scoped_lock lock{mutex_};
  const auto job = jobs_.find(claim.job);
  if (job == jobs_.end()) co_return base::fail(base::Errc::conflict, "the job is over");
  job->second.running = false;
  job->second.attempts += charge == core::AttemptCharge::charged ? 1 : 0;
  job->second.due = delay > Micros{0} ? clock_.steady() + delay : Micros{0};
  signal_.wake();
  co_return Result<void>{};
}

Task<Result<void>> LedgerQueue::complete(Claim) {
  signal_.wake();
  co_return Result<void>{};
}

Task<Result<void>> LedgerQueue::cancel(core::JobId) {
  signal_.wake();
  co_return Result<void>{};
}

Task<void> LedgerQueue::wait(Micros at_most) {
  const auto looked = co_await look();
  {
    const std::scoped_lock lock{mutex_};
    const Micros now = clock_.steady();
    for (const auto& [id, job] : jobs_) {
      at_most = std::min(at_most, std::max(Micros{0}, (job.running ? job.lease_until : job.due) - now));
    }
  }
  (void)looked;
  co_await signal_.wait(at_most);
}

Task<Result<core::QueueDepth>> LedgerQueue::depth() {
  const auto looked = co_await look();
  if (!looked) co_return base::fail(looked.error());
  const std::scoped_lock lock{mutex_};
  core::QueueDepth depth;
  for (const auto& [id, job] : jobs_) {
    depth.oldest = std::max(depth.oldest, std::max(Micros{0}, clock_.now() - job.created_at));
    if (job.running) {
      ++depth.running;
    } else {
      ++(job.due > clock_.steady() ? depth.delayed : depth.ready);
    }
  }
  co_return depth;
}

}  // namespace assay::contract
