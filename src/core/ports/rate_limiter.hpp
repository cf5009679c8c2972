#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/rate_limit.hpp"

namespace assay::core {

/// Admits or refuses in one atomic step over all policies of a request: all or nothing.
class RateLimiter {
 public:
  virtual ~RateLimiter() = default;
  /// `key` names the caller (address or API key). One decision per policy, in order. `unavailable` where the
  /// state can't be reached.
  virtual base::Task<base::Result<RateDecision>> admit(std::string key, std::vector<RatePolicy> policies) = 0;
  /// Takes one admission under these policies back: what was admitted turned out to cost nothing. Best
  /// effort: where the state can't be reached the admission stays counted.
  virtual base::Task<void> give_back(std::string key, std::vector<RatePolicy> policies) = 0;
};

}  // namespace assay::core
