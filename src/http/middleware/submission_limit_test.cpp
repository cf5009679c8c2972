#include "http/middleware/submission_limit.hpp"

#include <gtest/gtest.h>

#include "core/rate_limit.hpp"

namespace assay::http {
namespace {

/// Not asked here: these tests look at the policies alone.
class NoLimiter final : public core::RateLimiter {
 public:
  base::Task<base::Result<core::RateDecision>> admit(std::string, std::vector<core::RatePolicy>) override {
    co_return core::RateDecision{};
  }
};

std::vector<core::RatePolicy> policies_of(std::optional<std::int64_t> per_hour) {
  NoLimiter limiter;
  return SubmissionLimit{limiter, {per_hour}}.policies();
}

TEST(SubmissionLimit, TenPerHourUnlessSetOtherwise) {
  ASSERT_EQ(policies_of({}).size(), 1U);
  EXPECT_EQ(policies_of({}).front().quota, 10);
  EXPECT_EQ(policies_of(3).front().quota, 3);
  EXPECT_EQ(policies_of(3).front().kind, core::RateKind::window);
}

TEST(SubmissionLimit, ZeroSwitchesItOff) { EXPECT_TRUE(policies_of(0).empty()); }

TEST(SubmissionLimit, MoreThanAWindowRemembersIsSmoothedWithABurstOfAMinutesShare) {
  const auto policies = policies_of(60'000);
  ASSERT_EQ(policies.size(), 1U);
  EXPECT_EQ(policies.front().kind, core::RateKind::rate);
  EXPECT_EQ(policies.front().burst, 1000);
  EXPECT_EQ(policies_of(core::kMaxWindowQuota).front().kind, core::RateKind::window);
}

}  // namespace
}  // namespace assay::http
