#pragma once
#include <array>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "core/ports/rate_limiter.hpp"

namespace assay::broker {

/// The rate limiter of one process: states in memory, in shards with a lock each. A caller's policies are
/// decided under one lock, so all or none of them count an admission. Time is the steady clock, so wall clock
/// jumps change nothing.
///
/// Memory is bounded by the callers of the longest period: each decision also looks at two other callers of
/// its shard and forgets those whose every policy has all of its quota again, which is the same as never
/// having met them.
class LocalRateLimiter final : public core::RateLimiter {
 public:
  /// `clock` outlives the limiter.
  explicit LocalRateLimiter(const base::Clock& clock) : clock_(clock) {}

  base::Task<base::Result<core::RateDecision>> admit(std::string key,
                                                     std::vector<core::RatePolicy> policies) override;
  base::Task<void> give_back(std::string key, std::vector<core::RatePolicy> policies) override;

  /// The same decision for callers that are no coroutine.
  core::RateDecision decide(const std::string& key, std::span<const core::RatePolicy> policies);

  /// Counts admissions of an earlier process (wall times, in any order) as if this one had made them. Before
  /// serving.
  void refill(const std::string& key, std::span<const core::RatePolicy> policies,
              std::vector<base::Timestamp> times);

  /// Callers that are remembered now.
  std::size_t callers() const;

 private:
  struct PolicyState {
    core::RatePolicy policy;
    core::WindowState window;
    core::GcraState gcra;
  };
  struct Caller {
    std::vector<PolicyState> policies;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, Caller> callers;
    std::size_t sweep_bucket = 0;
  };

  static PolicyState changed(const PolicyState& old, const core::RatePolicy& policy);
  static PolicyState& state_of(Caller& caller, const core::RatePolicy& policy);
  static base::Micros wait_of(const PolicyState& state, base::Micros now);
  static void count(PolicyState& state, base::Micros now);
  static core::RateStanding standing_of(const PolicyState& state, base::Micros now);
  static bool is_idle(const Caller& caller, base::Micros now);
  static void sweep(Shard& shard, base::Micros now);
  Shard& shard_of(const std::string& key);

  const base::Clock& clock_;
  std::array<Shard, 16> shards_;
};

}  // namespace assay::broker
