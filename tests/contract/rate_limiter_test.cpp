#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "broker/local/local_rate_limiter.hpp"
#include "contract/await.hpp"

namespace assay::contract {
namespace {

using base::Micros;
using core::RateKind;
using core::RatePolicy;

/// The suite for RateLimiter; the one in this process is the only implementation with a clock that tests can
/// move.
class RateLimiterContract : public testing::Test {
 protected:
  core::RateDecision admit(const std::string& key, std::vector<RatePolicy> policies) {
    return await(limiter().admit(key, std::move(policies))).value();
  }
  core::RateLimiter& limiter() { return local_; }
  base::ManualClock clock_;

 private:
  broker::LocalRateLimiter local_{clock_};
};

RatePolicy window(std::int64_t quota, Micros period) {
  return {"window", RateKind::window, quota, period, 1};
}

TEST_F(RateLimiterContract, what_is_given_back_was_never_there) {
  for (const auto& policy :
       {window(3, std::chrono::hours{1}), RatePolicy{"rate", RateKind::rate, 3, std::chrono::hours{1}, 3}}) {
    const auto& caller = policy.name;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(admit(caller, {policy}).admitted);
    EXPECT_FALSE(admit(caller, {policy}).admitted);
    await(limiter().give_back(caller, {policy}));
    EXPECT_TRUE(admit(caller, {policy}).admitted);
    EXPECT_FALSE(admit(caller, {policy}).admitted);
    await(limiter().give_back("nobody", {policy}));
  }
}

TEST_F(RateLimiterContract, a_ring_that_went_round_gives_back_its_newest) {
  const auto two = window(2, std::chrono::seconds{10});
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(admit("a", {two}).admitted);
    clock_.advance(std::chrono::seconds{6});
  }
  EXPECT_TRUE(admit("a", {two}).admitted);
  EXPECT_FALSE(admit("a", {two}).admitted);
  await(limiter().give_back("a", {two}));
  EXPECT_TRUE(admit("a", {two}).admitted);
  EXPECT_FALSE(admit("a", {two}).admitted);
}

TEST_F(RateLimiterContract, admits_the_quota_and_tells_when_the_next_is_possible) {
  const auto three = window(3, std::chrono::hours{1});
  for (int left = 2; left >= 0; --left) {
    const auto decision = admit("a", {three});
    EXPECT_TRUE(decision.admitted);
    ASSERT_EQ(decision.standings.size(), 1U);
    EXPECT_EQ(decision.standings[0].remaining, left);
    clock_.advance(std::chrono::minutes{1});
  }
  const auto refused = admit("a", {three});
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, std::chrono::minutes{57});
  clock_.advance(std::chrono::minutes{57});
  EXPECT_TRUE(admit("a", {three}).admitted);
}

TEST_F(RateLimiterContract, callers_do_not_share) {
  const auto one = window(1, std::chrono::hours{1});
  EXPECT_TRUE(admit("a", {one}).admitted);
  EXPECT_FALSE(admit("a", {one}).admitted);
  EXPECT_TRUE(admit("b", {one}).admitted);
}

TEST_F(RateLimiterContract, without_policies_everything_is_admitted) { EXPECT_TRUE(admit("a", {}).admitted); }

TEST_F(RateLimiterContract, admits_all_or_nothing) {
  const auto wide = window(10, std::chrono::hours{1});
  RatePolicy slow{"rate", RateKind::rate, 60, std::chrono::hours{1}, 1};
  EXPECT_TRUE(admit("a", {wide, slow}).admitted);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(admit("a", {wide, slow}).admitted);
  const auto decision = admit("a", {wide, slow});
  EXPECT_EQ(decision.standings.at(0).remaining, 9) << "refusals by another policy cost nothing";
  EXPECT_EQ(decision.retry_after, std::chrono::minutes{1});
}

TEST_F(RateLimiterContract, is_exact_over_random_traffic_with_clock_jumps) {
  base::SeededRandom random{3};
  const auto policy = window(5, Micros{1'000'000});
  std::map<std::string, std::vector<Micros>> admitted;
  for (int step = 0; step < 5000; ++step) {
    clock_.advance(Micros{static_cast<std::int64_t>(random.next() % 100'000)});
    if (step % 50 == 0)
      clock_.jump_wall(Micros{static_cast<std::int64_t>(random.next() % 10'000'000) - 5'000'000});
    const std::string key = "caller" + std::to_string(random.next() % 3);
    auto& times = admitted[key];
    const auto now = clock_.steady();
    const auto inside = std::ranges::count_if(times, [&](Micros t) { return t + policy.period > now; });
    ASSERT_EQ(admit(key, {policy}).admitted, inside < policy.quota) << step;
    if (inside < policy.quota) times.push_back(now);
  }
}

TEST_F(RateLimiterContract, threads_together_get_the_quota_and_no_more) {
  const auto policy = window(1000, std::chrono::hours{1});
  std::atomic<int> admitted{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) admitted += admit("a", {policy}).admitted ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(admitted, 1000);
}

}  // namespace
}  // namespace assay::contract
