#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "broker/local/local_rate_limiter.hpp"
#include "broker/redis/rate_limiter.hpp"
#include "contract/await.hpp"
#include "contract/redis_box.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Micros;
using core::RateKind;
using core::RatePolicy;

/// A limiter whose time is a clock that tests move.
class LimiterBox {
 public:
  virtual ~LimiterBox() = default;
  virtual core::RateLimiter& limiter() = 0;
  base::ManualClock clock;
};

class LocalBox final : public LimiterBox {
 public:
  core::RateLimiter& limiter() override { return limiter_; }

 private:
  broker::LocalRateLimiter limiter_{clock};
};

class RedisLimiterBox final : public LimiterBox {
 public:
  core::RateLimiter& limiter() override { return limiter_; }
  RedisBox box;

 private:
  broker::redis::RedisRateLimiter limiter_{box.client(), {.prefix = RedisBox::new_prefix(), .time = &clock}};
};

/// The suite for RateLimiter, over every implementation.
class RateLimiterContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "local") box_ = std::make_unique<LocalBox>();
    if (GetParam() == "redis") box_ = std::make_unique<RedisLimiterBox>();
  }
  core::RateDecision admit(const std::string& key, std::vector<RatePolicy> policies) {
    return await(limiter().admit(key, std::move(policies))).value();
  }
  core::RateLimiter& limiter() { return box_->limiter(); }
  base::ManualClock& clock() { return box_->clock; }

 private:
  std::unique_ptr<LimiterBox> box_;
};
INSTANTIATE_TEST_SUITE_P(, RateLimiterContract, testing::Values("local", "redis"), kind_name);

RatePolicy window(std::int64_t quota, Micros period) {
  return {"window", RateKind::window, quota, period, 1};
}

TEST_P(RateLimiterContract, what_is_given_back_was_never_there) {
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

TEST_P(RateLimiterContract, a_ring_that_went_round_gives_back_its_newest) {
  const auto two = window(2, std::chrono::seconds{10});
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(admit("a", {two}).admitted);
    clock().advance(std::chrono::seconds{6});
  }
  EXPECT_TRUE(admit("a", {two}).admitted);
  EXPECT_FALSE(admit("a", {two}).admitted);
  await(limiter().give_back("a", {two}));
  EXPECT_TRUE(admit("a", {two}).admitted);
  EXPECT_FALSE(admit("a", {two}).admitted);
}

TEST_P(RateLimiterContract, admits_the_quota_and_tells_when_the_next_is_possible) {
  const auto three = window(3, std::chrono::hours{1});
  for (int left = 2; left >= 0; --left) {
    const auto decision = admit("a", {three});
    EXPECT_TRUE(decision.admitted);
    ASSERT_EQ(decision.standings.size(), 1U);
    EXPECT_EQ(decision.standings[0].remaining, left);
    clock().advance(std::chrono::minutes{1});
  }
  const auto refused = admit("a", {three});
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, std::chrono::minutes{57});
  clock().advance(std::chrono::minutes{57});
  EXPECT_TRUE(admit("a", {three}).admitted);
}

TEST_P(RateLimiterContract, callers_do_not_share) {
  const auto one = window(1, std::chrono::hours{1});
  EXPECT_TRUE(admit("a", {one}).admitted);
  EXPECT_FALSE(admit("a", {one}).admitted);
  EXPECT_TRUE(admit("b", {one}).admitted);
}

TEST_P(RateLimiterContract, without_policies_everything_is_admitted) { EXPECT_TRUE(admit("a", {}).admitted); }

TEST_P(RateLimiterContract, admits_all_or_nothing) {
  const auto wide = window(10, std::chrono::hours{1});
  RatePolicy slow{"rate", RateKind::rate, 60, std::chrono::hours{1}, 1};
  EXPECT_TRUE(admit("a", {wide, slow}).admitted);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(admit("a", {wide, slow}).admitted);
  const auto decision = admit("a", {wide, slow});
  EXPECT_EQ(decision.standings.at(0).remaining, 9) << "refusals by another policy cost nothing";
  EXPECT_EQ(decision.retry_after, std::chrono::minutes{1});
}

TEST_P(RateLimiterContract, is_exact_over_random_traffic_with_clock_jumps) {
  base::SeededRandom random{3};
  const auto policy = window(5, Micros{1'000'000});
  std::map<std::string, std::vector<Micros>> admitted;
  for (int step = 0; step < 5000; ++step) {
    clock().advance(Micros{static_cast<std::int64_t>(random.next() % 100'000)});
    if (step % 50 == 0)
      clock().jump_wall(Micros{static_cast<std::int64_t>(random.next() % 10'000'000) - 5'000'000});
    const std::string key = "caller" + std::to_string(random.next() % 3);
    auto& times = admitted[key];
    const auto now = clock().steady();
    const auto inside = std::ranges::count_if(times, [&](Micros t) { return t + policy.period > now; });
    ASSERT_EQ(admit(key, {policy}).admitted, inside < policy.quota) << step;
    if (inside < policy.quota) times.push_back(now);
  }
}

TEST_P(RateLimiterContract, threads_together_get_the_quota_and_no_more) {
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

RatePolicy random_policy(base::Random& random, int number) {
  RatePolicy policy;
  policy.kind = random.next() % 2 == 0 ? RateKind::window : RateKind::rate;
  policy.name = (policy.kind == RateKind::window ? "window" : "rate") + std::to_string(number);
  policy.quota = static_cast<std::int64_t>(1 + random.next() % 12);
  policy.period = Micros{static_cast<std::int64_t>(1'000'000 + random.next() % 5'000'000)};
  policy.burst = static_cast<std::int64_t>(1 + random.next() % 5);
  return policy;
}

std::string text(const core::RateDecision& decision) {
  std::string text =
      (decision.admitted ? "admitted " : "refused ") + std::to_string(decision.retry_after.count());
  for (const auto& standing : decision.standings)
    text += "; " + standing.name + " " + std::to_string(standing.remaining) + " of " +
            std::to_string(standing.quota) + ", reset " + std::to_string(standing.reset.count());
  return text;
}

/// The script says what the pure functions say, which LocalRateLimiter calls, to the microsecond: with
/// several policies, quotas that grow, admissions that are taken back, and a clock that goes back.
TEST(RedisRateLimiter, decides_as_the_pure_functions_do) {
  constexpr int kSequences = 40;
  RedisBox box;
  for (std::uint64_t seed = 1; seed <= kSequences; ++seed) {
    base::SeededRandom random{seed};
    base::ManualClock clock;
    clock.advance(std::chrono::hours{24 * 20'000});  // as far from zero as a real one: doubles must do
    broker::LocalRateLimiter local{clock};
    broker::redis::RedisRateLimiter redis{box.client(), {.prefix = RedisBox::new_prefix(), .time = &clock}};
    std::vector<RatePolicy> policies;
    for (int i = 0; i < 3; ++i) policies.push_back(random_policy(random, i));
    for (int step = 0; step < 100; ++step) {
      const auto roll = random.next() % 20;
      if (roll < 12) clock.advance(Micros{static_cast<std::int64_t>(random.next() % 700'000)});
      if (roll == 12) clock.advance(-Micros{static_cast<std::int64_t>(random.next() % 2'000'000)});
      if (roll == 13) {
        await(local.give_back("a", policies));
        await(redis.give_back("a", policies));
      }
      auto& changed = policies[random.next() % policies.size()];
      if (roll == 14 && changed.kind == RateKind::window) ++changed.quota;
      const auto decision = await(redis.admit("a", policies));
      ASSERT_TRUE(decision);
      ASSERT_EQ(text(*decision), text(local.decide("a", policies))) << "seed " << seed << ", step " << step;
    }
  }
}

TEST(RedisRateLimiter, processes_share_one_state_and_time_is_the_servers) {
  RedisBox one;
  RedisBox two;
  const auto prefix = RedisBox::new_prefix();
  broker::redis::RedisRateLimiter first{one.client(), {.prefix = prefix}};
  broker::redis::RedisRateLimiter second{two.client(), {.prefix = prefix}};
  const auto policy = window(2, std::chrono::milliseconds{300});
  EXPECT_TRUE(await(first.admit("a", {policy}))->admitted);
  EXPECT_TRUE(await(second.admit("a", {policy}))->admitted);
  EXPECT_FALSE(await(first.admit("a", {policy}))->admitted);
  tests::await_that("the window passes", [&] { return await(second.admit("a", {policy}))->admitted; });
  EXPECT_NE(shared_redis().command({"PTTL", "{" + prefix + ":l:a}:w:window"}), "-1")
      << "keys go away by themselves";
}

TEST(RedisRateLimiter, says_so_when_redis_is_away) {
  tests::RedisServer server;
  RedisBox box{server};
  broker::redis::RedisRateLimiter limiter{box.client()};
  server.kill();
  EXPECT_EQ(await(limiter.admit("a", {window(2, std::chrono::hours{1})})).error().code,
            base::Errc::unavailable);
  await(limiter.give_back("a", {window(2, std::chrono::hours{1})}));
}

}  // namespace
}  // namespace assay::contract
