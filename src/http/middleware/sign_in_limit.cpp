#include "http/middleware/sign_in_limit.hpp"

#include <algorithm>

#include "http/middleware/rate_headers.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

constexpr std::int64_t kAttempts = 30;
constexpr std::chrono::minutes kPeriod{5};

}  // namespace

base::Task<std::optional<Response>> SignInLimit::refuse(std::string client) {
  core::RatePolicy policy;
  policy.name = "sign-in";
  policy.quota = kAttempts;
  policy.period = kPeriod;
  std::vector<core::RatePolicy> policies{std::move(policy)};
  auto asking = limiter_.admit("sign-in " + client, std::move(policies));
  const auto decision = co_await std::move(asking);
  if (!decision) co_return problem(decision.error());
  if (decision->admitted) co_return std::nullopt;
  const auto wait = std::max<std::int64_t>(1, seconds_up(decision->retry_after));
  auto refused = problem(429, "rate_limited",
                         "Too many attempts to sign in. Try again in " + std::to_string(wait) + " s.");
  refused.headers = rate_headers(decision->standings);
  refused.add_header("Retry-After", std::to_string(wait));
  co_return refused;
}

}  // namespace assay::http
