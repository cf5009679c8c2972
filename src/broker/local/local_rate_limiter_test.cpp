#include "broker/local/local_rate_limiter.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace assay::broker {
namespace {

using base::Micros;
using core::RateKind;
using core::RatePolicy;

const RatePolicy kThreePerHour{"hour", RateKind::window, 3, Micros{3'600'000'000}, 1};

class LocalRateLimiterTest : public testing::Test {
 protected:
  bool admit(const std::string& key, std::vector<RatePolicy> policies) {
    return limiter_.decide(key, policies).admitted;
  }
  base::ManualClock clock_;
  LocalRateLimiter limiter_{clock_};
};

TEST_F(LocalRateLimiterTest, a_refused_policy_costs_the_others_nothing) {
  const RatePolicy one_per_minute{"minute", RateKind::window, 1, Micros{60'000'000}, 1};
  EXPECT_TRUE(admit("a", {kThreePerHour, one_per_minute}));
  EXPECT_FALSE(admit("a", {kThreePerHour, one_per_minute}));
  EXPECT_FALSE(admit("a", {one_per_minute, kThreePerHour}));
  EXPECT_TRUE(admit("a", {kThreePerHour}));
  EXPECT_TRUE(admit("a", {kThreePerHour}));
  EXPECT_FALSE(admit("a", {kThreePerHour}));
}

TEST_F(LocalRateLimiterTest, wall_clock_jumps_change_nothing) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admit("a", {kThreePerHour}));
  clock_.jump_wall(std::chrono::hours{5});
  EXPECT_FALSE(admit("a", {kThreePerHour}));
}

TEST_F(LocalRateLimiterTest, remembers_what_an_earlier_process_admitted) {
  const auto now = clock_.now();
  limiter_.refill(
      "a", std::vector{kThreePerHour},
      {now - std::chrono::minutes{10}, now - std::chrono::minutes{50}, now - std::chrono::minutes{90}});
  EXPECT_TRUE(admit("a", {kThreePerHour}));
  const auto refused = limiter_.decide("a", std::vector{kThreePerHour});
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, std::chrono::minutes{10});
  EXPECT_TRUE(admit("b", {kThreePerHour}));
}

TEST_F(LocalRateLimiterTest, a_changed_quota_keeps_what_was_admitted) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admit("a", {kThreePerHour}));
  RatePolicy five = kThreePerHour;
  five.quota = 5;
  EXPECT_TRUE(admit("a", {five}));
  EXPECT_TRUE(admit("a", {five}));
  EXPECT_FALSE(admit("a", {five}));
  EXPECT_FALSE(admit("a", {kThreePerHour}));
}

TEST_F(LocalRateLimiterTest, forgets_callers_who_have_all_of_their_quota_again) {
  for (int i = 0; i < 2000; ++i) EXPECT_TRUE(admit("old" + std::to_string(i), {kThreePerHour}));
  EXPECT_EQ(limiter_.callers(), 2000U);
  clock_.advance(std::chrono::hours{2});
  for (int i = 0; i < 20'000; ++i) {
    limiter_.decide("new" + std::to_string(i % 200), std::vector{kThreePerHour});
  }
  EXPECT_LE(limiter_.callers(), 210U);
}

}  // namespace
}  // namespace assay::broker
