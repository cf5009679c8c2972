#include "core/rate_limit.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"

namespace assay::core {
namespace {

using base::Micros;

RatePolicy window_of(std::int64_t quota, std::int64_t period) {
  return {"p", RateKind::window, quota, Micros{period}, 1};
}

TEST(WindowLimit, uses_all_at_once_then_waits_for_the_oldest) {
  WindowState state;
  const auto policy = window_of(3, 100);
  for (const int now : {10, 20, 30}) {
    ASSERT_EQ(window_wait(state, policy, Micros{now}), Micros{0});
    window_admit(state, policy, Micros{now});
  }
  EXPECT_EQ(window_wait(state, policy, Micros{40}), Micros{70});
  EXPECT_EQ(window_wait(state, policy, Micros{109}), Micros{1});
  EXPECT_EQ(window_wait(state, policy, Micros{110}), Micros{0});
  window_admit(state, policy, Micros{110});
  EXPECT_EQ(window_wait(state, policy, Micros{111}), Micros{9});
}

TEST(WindowLimit, tells_what_remains) {
  WindowState state;
  const auto policy = window_of(3, 100);
  EXPECT_EQ(window_standing(state, policy, Micros{0}).remaining, 3);
  window_admit(state, policy, Micros{10});
  window_admit(state, policy, Micros{50});
  const auto standing = window_standing(state, policy, Micros{60});
  EXPECT_EQ(standing.remaining, 1);
  EXPECT_EQ(standing.reset, Micros{50});
  EXPECT_EQ(window_standing(state, policy, Micros{120}).remaining, 2);
  EXPECT_EQ(window_standing(state, policy, Micros{200}).reset, Micros{0});
}

// The two promises, against every window and every refusal of long random histories, clock jumps included.
TEST(WindowLimit, is_exact_in_any_window) {
  base::SeededRandom random{7};
  for (int round = 0; round < 50; ++round) {
    const auto quota = static_cast<std::int64_t>(1 + random.next() % 8);
    const auto policy = window_of(quota, 1000);
    WindowState state;
    std::vector<Micros> admitted;
    Micros now{0};
    for (int step = 0; step < 400; ++step) {
      now += Micros{static_cast<std::int64_t>(random.next() % 300)};
      const auto inside = std::ranges::count_if(admitted, [&](Micros t) { return t + policy.period > now; });
      const bool admit = window_wait(state, policy, now) == Micros{0};
      ASSERT_EQ(admit, inside < quota) << "round " << round << " step " << step;
      if (admit) {
        window_admit(state, policy, now);
        admitted.push_back(now);
      }
    }
  }
}

TEST(WindowLimit, a_clock_that_goes_back_admits_nothing_more) {
  WindowState state;
  const auto policy = window_of(1, 100);
  window_admit(state, policy, Micros{1000});
  EXPECT_EQ(window_wait(state, policy, Micros{0}), Micros{100});
}

TEST(Gcra, allows_the_burst_then_one_per_interval) {
  const RatePolicy policy{"p", RateKind::rate, 10, Micros{1000}, 3};
  GcraState state;
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(gcra_wait(state, policy, Micros{5000}), Micros{0});
    gcra_admit(state, policy, Micros{5000});
  }
  EXPECT_EQ(gcra_wait(state, policy, Micros{5000}), Micros{100});
  EXPECT_EQ(gcra_wait(state, policy, Micros{5100}), Micros{0});
}

TEST(Gcra, never_passes_its_bound) {
  base::SeededRandom random{11};
  const RatePolicy policy{"p", RateKind::rate, 10, Micros{1000}, 4};
  GcraState state;
  std::vector<Micros> admitted;
  Micros now{0};
  for (int step = 0; step < 5000; ++step) {
    now += Micros{static_cast<std::int64_t>(random.next() % 60)};
    if (gcra_wait(state, policy, now) != Micros{0}) continue;
    gcra_admit(state, policy, now);
    admitted.push_back(now);
  }
  constexpr std::int64_t kWindow = 1000;
  for (std::size_t i = 0; i < admitted.size(); ++i) {
    const auto end = std::ranges::lower_bound(admitted, admitted[i] + Micros{kWindow});
    EXPECT_LE(end - (admitted.begin() + static_cast<std::ptrdiff_t>(i)), policy.burst + kWindow / 100);
  }
}

TEST(Gcra, standing_agrees_with_what_is_admitted) {
  const RatePolicy policy{"p", RateKind::rate, 10, Micros{1000}, 3};
  GcraState state;
  for (std::int64_t expected = 3; expected > 0; --expected) {
    EXPECT_EQ(gcra_standing(state, policy, Micros{500}).remaining, expected);
    gcra_admit(state, policy, Micros{500});
  }
  const auto empty = gcra_standing(state, policy, Micros{500});
  EXPECT_EQ(empty.remaining, 0);
  EXPECT_EQ(empty.reset, gcra_wait(state, policy, Micros{500}));
}

}  // namespace
}  // namespace assay::core
