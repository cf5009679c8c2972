#include "broker/local/local_rate_limiter.hpp"

#include <algorithm>
#include <functional>

namespace assay::broker {

using base::Micros;
using core::RateKind;

base::Task<base::Result<core::RateDecision>> LocalRateLimiter::admit(std::string key,
                                                                     std::vector<core::RatePolicy> policies) {
  co_return decide(key, policies);
}

base::Task<void> LocalRateLimiter::give_back(std::string key, std::vector<core::RatePolicy> policies) {
  Shard& shard = shard_of(key);
  const std::scoped_lock lock{shard.mutex};
  const auto caller = shard.callers.find(key);
  if (caller == shard.callers.end()) co_return;
  for (const auto& policy : policies) {
    PolicyState& state = state_of(caller->second, policy);
    if (policy.kind == RateKind::window) {
      core::window_give_back(state.window);
    } else {
      core::gcra_give_back(state.gcra, policy);
    }
  }
}

core::RateDecision LocalRateLimiter::decide(const std::string& key,
                                            std::span<const core::RatePolicy> policies) {
  const Micros now = clock_.steady();
  Shard& shard = shard_of(key);
  const std::scoped_lock lock{shard.mutex};
  sweep(shard, now);
  Caller& caller = shard.callers[key];
  core::RateDecision decision;
  for (const auto& policy : policies) {
    decision.retry_after = std::max(decision.retry_after, wait_of(state_of(caller, policy), now));
  }
  decision.admitted = decision.retry_after == Micros{0};
  for (const auto& policy : policies) {
    PolicyState& state = state_of(caller, policy);
    if (decision.admitted) count(state, now);
    decision.standings.push_back(standing_of(state, now));
  }
  return decision;
}

void LocalRateLimiter::refill(const std::string& key, std::span<const core::RatePolicy> policies,
                              std::vector<base::Timestamp> times) {
  std::ranges::sort(times);
  const Micros steady = clock_.steady();
  const base::Timestamp wall = clock_.now();
  Shard& shard = shard_of(key);
  const std::scoped_lock lock{shard.mutex};
  Caller& caller = shard.callers[key];
  for (const auto& policy : policies) {
    PolicyState& state = state_of(caller, policy);
    // A time in the future (the wall clock was set back since) counts as now: late, but never forgotten.
    for (const auto time : times) count(state, steady - std::max(Micros{0}, wall - time));
  }
}

std::size_t LocalRateLimiter::callers() const {
  std::size_t all = 0;
  for (const auto& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    all += shard.callers.size();
  }
  return all;
}

LocalRateLimiter::PolicyState LocalRateLimiter::changed(const PolicyState& old,
                                                        const core::RatePolicy& policy) {
  PolicyState state{policy, {}, {}};
  // The ring must have the new size; what was admitted counts on.
  const auto& ring = old.window.ring;
  for (std::size_t i = 0; i < ring.size(); ++i) count(state, ring[(old.window.oldest + i) % ring.size()]);
  return state;
}

LocalRateLimiter::PolicyState& LocalRateLimiter::state_of(Caller& caller, const core::RatePolicy& policy) {
  const auto found =
      std::ranges::find(caller.policies, policy.name, [](const auto& state) { return state.policy.name; });
  if (found == caller.policies.end()) return caller.policies.emplace_back(PolicyState{policy, {}, {}});
  const auto& known = found->policy;
  if (known.kind != policy.kind || known.quota != policy.quota || known.period != policy.period) {
    *found = changed(*found, policy);
  } else {
    found->policy.burst = policy.burst;
  }
  return *found;
}

Micros LocalRateLimiter::wait_of(const PolicyState& state, Micros now) {
  return state.policy.kind == RateKind::window ? core::window_wait(state.window, state.policy, now)
                                               : core::gcra_wait(state.gcra, state.policy, now);
}

void LocalRateLimiter::count(PolicyState& state, Micros now) {
  if (state.policy.kind == RateKind::window) {
    core::window_admit(state.window, state.policy, now);
  } else {
    core::gcra_admit(state.gcra, state.policy, now);
  }
}

core::RateStanding LocalRateLimiter::standing_of(const PolicyState& state, Micros now) {
  return state.policy.kind == RateKind::window ? core::window_standing(state.window, state.policy, now)
                                               : core::gcra_standing(state.gcra, state.policy, now);
}

bool LocalRateLimiter::is_idle(const Caller& caller, Micros now) {
  return std::ranges::all_of(caller.policies,
                             [&](const auto& state) { return standing_of(state, now).reset == Micros{0}; });
}

void LocalRateLimiter::sweep(Shard& shard, Micros now) {
  constexpr std::size_t kBucketsPerCall = 2;
  for (std::size_t i = 0; i < kBucketsPerCall && !shard.callers.empty(); ++i) {
    shard.sweep_bucket = (shard.sweep_bucket + 1) % shard.callers.bucket_count();
    std::vector<std::string> idle;
    for (auto caller = shard.callers.begin(shard.sweep_bucket);
         caller != shard.callers.end(shard.sweep_bucket); ++caller) {
      if (is_idle(caller->second, now)) idle.push_back(caller->first);
    }
    for (const auto& key : idle) shard.callers.erase(key);
  }
}

LocalRateLimiter::Shard& LocalRateLimiter::shard_of(const std::string& key) {
  return shards_[std::hash<std::string>{}(key) % shards_.size()];
}

}  // namespace assay::broker
