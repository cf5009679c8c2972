#include "http/middleware/submission_limit.hpp"

#include <algorithm>
#include <utility>

#include "http/middleware/client_address.hpp"
#include "http/middleware/rate_headers.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

constexpr std::int64_t kDefaultPerHour = 10;
constexpr std::chrono::hours kHour{1};
constexpr std::chrono::hours kDay{24};
constexpr std::string_view kKey = "key ";
constexpr std::string_view kReviews = " reviews";

/// Beyond what a window remembers, the smoothed policy; its burst is a sixtieth.
std::vector<core::RatePolicy> one_policy(std::string name, std::optional<std::int64_t> quota,
                                         base::Micros period) {
  constexpr std::int64_t kParts = 60;
  if (!quota || *quota <= 0) return {};
  core::RatePolicy policy;
  policy.name = std::move(name);
  policy.quota = *quota;
  policy.period = period;
  if (*quota > core::kMaxWindowQuota) {
    policy.kind = core::RateKind::rate;
    policy.burst = std::max<std::int64_t>(1, *quota / kParts);
  }
  return {policy};
}

std::vector<core::RatePolicy> per_hour(std::optional<std::int64_t> quota) {
  return one_policy("submissions", quota, kHour);
}

Response too_many(const core::RateDecision& decision) {
  const auto wait = std::max<std::int64_t>(1, seconds_up(decision.retry_after));
  const auto used_up =
      std::ranges::find(decision.standings, 0, [](const auto& standing) { return standing.remaining; });
  std::string what = "Too many submissions";
  if (used_up != decision.standings.end()) {
    what = used_up->name == "reviews" ? "The reviews of this key are used up: " : "Too many submissions: ";
    what += std::to_string(used_up->quota) + (used_up->period == kDay ? " per day" : " per hour");
    what += " are allowed";
  }
  auto refused = problem(429, "rate_limited", what + ". Try again in " + std::to_string(wait) + " s.");
  refused.headers = rate_headers(decision.standings);
  refused.add_header("Retry-After", std::to_string(wait));
  return refused;
}

}  // namespace

SubmissionLimit::SubmissionLimit(core::RateLimiter& limiter, SubmissionLimitOptions options)
    : limiter_(limiter),
      server_(per_hour(options.per_hour.value_or(kDefaultPerHour))),
      is_default_(!options.per_hour) {}

SubmissionLimit::Policies SubmissionLimit::policies_of(const core::ApiKey& key) const {
  Policies policies;
  policies.submissions = key.submissions_per_hour ? per_hour(key.submissions_per_hour) : server_;
  // The default is for callers that nobody knows.
  if (!key.submissions_per_hour && is_default_) policies.submissions.clear();
  policies.reviews = one_policy("reviews", key.reviews_per_day, kDay);
  return policies;
}

std::vector<core::RatePolicy> SubmissionLimit::policies_for(const Request& request) const {
  if (request.identity) {
    auto policies = policies_of(request.identity->key());
    policies.submissions.insert(policies.submissions.end(), policies.reviews.begin(), policies.reviews.end());
    return std::move(policies.submissions);
  }
  if (is_default_ && is_loopback_address(request.peer)) return {};
  return server_;
}

base::Task<tl::expected<SubmissionLimit::Admission, Response>> SubmissionLimit::admit(Caller caller) {
  Admission admission;
  std::string limiter_key;
  Policies policies;
  if (caller.identity) {
    policies = policies_of(caller.identity->key());
    limiter_key = std::string{kKey} + caller.identity->key().id.str();
    if (!policies.reviews.empty()) admission.quota = limiter_key + std::string{kReviews};
  } else if (!is_default_ || !is_loopback_address(caller.address)) {
    limiter_key = std::move(caller.address);
    policies.submissions = server_;
  }
  if (!policies.submissions.empty()) admission.charged = limiter_key;
  auto all = policies.submissions;
  all.insert(all.end(), policies.reviews.begin(), policies.reviews.end());
  if (all.empty()) co_return admission;
  auto asking = limiter_.admit(limiter_key, std::move(all));
  auto decision = co_await std::move(asking);
  if (!decision) co_return tl::unexpected(problem(decision.error()));
  if (!decision->admitted) {
    if (policies.reviews.empty()) co_return tl::unexpected(too_many(*decision));
    auto freely = admit_free(std::move(limiter_key), std::move(policies.submissions), std::move(*decision));
    co_return co_await std::move(freely);
  }
  admission.limiter_key = std::move(limiter_key);
  admission.submission_policies = std::move(policies.submissions);
  admission.quota_policies = std::move(policies.reviews);
  admission.headers = rate_headers(decision->standings);
  co_return admission;
}

base::Task<tl::expected<SubmissionLimit::Admission, Response>> SubmissionLimit::admit_free(
    std::string limiter_key, std::vector<core::RatePolicy> submissions, core::RateDecision refused) {
  Admission admission;
  auto refusal = too_many(refused);
  if (!submissions.empty()) {
    auto asking = limiter_.admit(limiter_key, submissions);
    auto decision = co_await std::move(asking);
    if (!decision) co_return tl::unexpected(problem(decision.error()));
    // What is told of the reviews stays; of the submissions it is what holds now.
    std::ranges::move(decision->standings, refused.standings.begin());
    decision->standings = std::move(refused.standings);
    if (!decision->admitted) co_return tl::unexpected(too_many(*decision));
    refused.standings = std::move(decision->standings);
    admission.charged = limiter_key;
    admission.limiter_key = std::move(limiter_key);
    admission.submission_policies = std::move(submissions);
  }
  admission.headers = rate_headers(refused.standings);
  admission.refused_unless_free = std::move(refusal);
  co_return admission;
}

base::Task<void> SubmissionLimit::cost_nothing(const Admission& admission) {
  return give_back(admission.limiter_key, admission.quota_policies);
}

base::Task<void> SubmissionLimit::came_to_nothing(const Admission& admission) {
  auto all = admission.submission_policies;
  all.insert(all.end(), admission.quota_policies.begin(), admission.quota_policies.end());
  return give_back(admission.limiter_key, std::move(all));
}

base::Task<void> SubmissionLimit::give_back(std::string limiter_key, std::vector<core::RatePolicy> policies) {
  if (policies.empty()) co_return;
  auto giving = limiter_.give_back(std::move(limiter_key), std::move(policies));
  co_await std::move(giving);
}

SubmissionLimit::Refill SubmissionLimit::refill_of(
    const std::string& charged,
    const std::function<const core::ApiKey*(const std::string& id)>& find_key) const {
  if (!charged.starts_with(kKey)) return {charged, server_};
  auto limiter_key = charged;
  const bool reviews = limiter_key.ends_with(kReviews);
  if (reviews) limiter_key.resize(limiter_key.size() - kReviews.size());
  const auto* key = find_key(limiter_key.substr(kKey.size()));
  if (key == nullptr) return {std::move(limiter_key), {}};
  auto policies = policies_of(*key);
  return {std::move(limiter_key), reviews ? std::move(policies.reviews) : std::move(policies.submissions)};
}

}  // namespace assay::http
