#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "broker/redis/client.hpp"
#include "core/ports/rate_limiter.hpp"

namespace assay::broker::redis {

struct RedisLimiterOptions {
  std::string prefix = "assay";  ///< of all keys; those who share a Redis need one each
  /// Time is this clock's steady one, not the Redis server's: for tests. May be null.
  const base::Clock* time = nullptr;
};

/// The rate limiter that many processes share: one script decides over all policies of a request. Time is
/// that of the Redis server. A jump of its clock backwards admits nobody too early; one forwards ends windows
/// early, once. State that Redis loses is lost: callers then start with all of their quota.
///
/// The keys of one caller share a hash tag; they go away by themselves when they say nothing any more. An
/// admission whose reply is lost counts, although the caller gets `unavailable`.
class RedisRateLimiter final : public core::RateLimiter {
 public:
  /// `client` and the clock outlive it.
  explicit RedisRateLimiter(Client& client, RedisLimiterOptions options = {});

  base::Task<base::Result<core::RateDecision>> admit(std::string key,
                                                     std::vector<core::RatePolicy> policies) override;
  base::Task<void> give_back(std::string key, std::vector<core::RatePolicy> policies) override;

 private:
  std::vector<std::string> keys(const std::string& caller,
                                const std::vector<core::RatePolicy>& policies) const;
  std::vector<std::string> arguments(const std::vector<core::RatePolicy>& policies) const;

  Client& client_;
  RedisLimiterOptions options_;
};

}  // namespace assay::broker::redis
