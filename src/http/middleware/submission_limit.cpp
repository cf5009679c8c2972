#include "http/middleware/submission_limit.hpp"

#include <algorithm>

#include "http/middleware/client_address.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

constexpr std::int64_t kDefaultPerHour = 10;
constexpr base::Micros kHour{3'600'000'000};

std::int64_t seconds_up(base::Micros time) {
  return std::max<std::int64_t>(0, (time.count() + 999'999) / 1'000'000);
}

std::vector<core::RatePolicy> make_policies(std::int64_t per_hour) {
  if (per_hour <= 0) return {};
  core::RatePolicy policy;
  policy.name = "submissions";
  policy.quota = per_hour;
  policy.period = kHour;
  // Beyond what a window remembers, the smoothed policy; its burst is a minute's worth.
  if (per_hour > core::kMaxWindowQuota) {
    policy.kind = core::RateKind::rate;
    policy.burst = std::max<std::int64_t>(1, per_hour / 60);
  }
  return {policy};
}

/// Structured fields of draft-ietf-httpapi-ratelimit-headers: r: remaining, t: seconds to more; q: quota, w:
/// window.
std::string headers_of(const std::vector<core::RateStanding>& standings) {
  std::string limit = "RateLimit: ";
  std::string policy = "RateLimit-Policy: ";
  bool first = true;
  for (const auto& standing : standings) {
    if (!std::exchange(first, false)) {
      limit.append(", ");
      policy.append(", ");
    }
    limit.append("\"").append(standing.name).append("\";r=").append(std::to_string(standing.remaining));
    limit.append(";t=").append(std::to_string(seconds_up(standing.reset)));
    policy.append("\"").append(standing.name).append("\";q=").append(std::to_string(standing.quota));
    policy.append(";w=").append(std::to_string(seconds_up(standing.period)));
  }
  return first ? std::string{} : limit + "\r\n" + policy + "\r\n";
}

}  // namespace

SubmissionLimit::SubmissionLimit(core::RateLimiter& limiter, SubmissionLimitOptions options)
    : limiter_(limiter),
      policies_(make_policies(options.per_hour.value_or(kDefaultPerHour))),
      loopback_free_(!options.per_hour) {}

base::Task<tl::expected<SubmissionLimit::Admission, Response>> SubmissionLimit::admit(std::string client) {
  Admission admission;
  if (policies_.empty() || (loopback_free_ && is_loopback_address(client))) co_return admission;
  auto policies = policies_;
  const auto decision = co_await limiter_.admit(client, std::move(policies));
  if (!decision) co_return tl::unexpected(problem(decision.error()));
  admission.headers = headers_of(decision->standings);
  if (decision->admitted) {
    admission.charged = std::move(client);
    co_return admission;
  }
  const auto wait = std::max<std::int64_t>(1, seconds_up(decision->retry_after));
  auto refused = problem(429, "rate_limited",
                         "Too many submissions: " + std::to_string(policies_.front().quota) +
                             " per hour are allowed. Try again in " + std::to_string(wait) + " s.");
  refused.headers = admission.headers;
  refused.add_header("Retry-After", std::to_string(wait));
  co_return tl::unexpected(std::move(refused));
}

}  // namespace assay::http
