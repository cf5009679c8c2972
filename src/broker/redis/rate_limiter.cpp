#include "broker/redis/rate_limiter.hpp"

#include <utility>

#include "broker/redis/scripts.hpp"

namespace assay::broker::redis {

using base::Micros;
using base::Result;
using base::Task;

namespace {

const Script kAdmit{scripts::kLimiterAdmit};
const Script kGiveBack{scripts::kLimiterGiveBack};

bool is_window(const core::RatePolicy& policy) { return policy.kind == core::RateKind::window; }

}  // namespace

RedisRateLimiter::RedisRateLimiter(Client& client, RedisLimiterOptions options)
    : client_(client), options_(std::move(options)) {}

std::vector<std::string> RedisRateLimiter::keys(const std::string& caller,
                                                const std::vector<core::RatePolicy>& policies) const {
  std::vector<std::string> keys;
  for (const auto& policy : policies)
    keys.push_back("{" + options_.prefix + ":l:" + caller + (is_window(policy) ? "}:w:" : "}:r:") +
                   policy.name);
  return keys;
}

std::vector<std::string> RedisRateLimiter::arguments(const std::vector<core::RatePolicy>& policies) const {
  std::vector<std::string> arguments{options_.time ? std::to_string(options_.time->steady().count())
                                                   : std::string{}};
  for (const auto& policy : policies) {
    arguments.insert(arguments.end(), {is_window(policy) ? "w" : "r", std::to_string(policy.quota),
                                       std::to_string(policy.period.count()), std::to_string(policy.burst)});
  }
  return arguments;
}

Task<Result<core::RateDecision>> RedisRateLimiter::admit(std::string key,
                                                         std::vector<core::RatePolicy> policies) {
  core::RateDecision decision;
  if (policies.empty()) co_return decision;
  auto its_keys = keys(key, policies);
  auto its_arguments = arguments(policies);
  const auto reply = co_await client_.run(kAdmit, std::move(its_keys), std::move(its_arguments));
  if (!reply) co_return base::fail(reply.error());
  if (reply->is_error()) co_return base::fail(base::Errc::unavailable, "Redis refused: " + reply->text);
  const auto& items = reply->items;
  if (items.size() != 2 + 2 * policies.size())
    co_return base::fail(base::Errc::corrupt, "Redis gave no decision on the rate limit");
  decision.admitted = items[0].integer == 1;
  decision.retry_after = Micros{items[1].integer};
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const auto& policy = policies[i];
    decision.standings.push_back({policy.name, policy.quota, policy.period, items[2 * i + 2].integer,
                                  Micros{items[2 * i + 3].integer}});
  }
  co_return decision;
}

Task<void> RedisRateLimiter::give_back(std::string key, std::vector<core::RatePolicy> policies) {
  if (policies.empty()) co_return;
  auto its_keys = keys(key, policies);
  auto its_arguments = arguments(policies);
  (void)co_await client_.run(kGiveBack, std::move(its_keys), std::move(its_arguments));
}

}  // namespace assay::broker::redis
