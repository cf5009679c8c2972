#include "llm/retry.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using What = RetryState::Step::What;

ChatFailure failure(FailureKind kind, std::optional<base::Micros> retry_after = {},
                    std::optional<bool> should = {}) {
  return {kind, "", retry_after, should};
}

TEST(Retry, BackOffGrowsWithJitterAndEnds) {
  RetryState state({3, 20s, 500ms});
  ASSERT_TRUE(state.begin_call());
  auto step = state.after(failure(FailureKind::overloaded), 0);
  EXPECT_EQ(step.what, What::call_again);
  EXPECT_EQ(step.wait, 500ms);
  ASSERT_TRUE(state.begin_call());
  EXPECT_EQ(state.after(failure(FailureKind::timeout), 1).wait, 750ms);
  ASSERT_TRUE(state.begin_call());
  step = state.after(failure(FailureKind::network, 5s), 0);
  EXPECT_EQ(step.what, What::hand_back);
  EXPECT_FALSE(step.retry_after);
  EXPECT_FALSE(state.begin_call());
}

TEST(Retry, ServersWishGoesFirstAndALongOneHandsBack) {
  RetryState state({3, 20s, 500ms});
  ASSERT_TRUE(state.begin_call());
  EXPECT_EQ(state.after(failure(FailureKind::rate_limited, 7s), 0.5).wait, 7s);
  const auto step = state.after(failure(FailureKind::rate_limited, 60s), 0);
  EXPECT_EQ(step.what, What::hand_back);
  EXPECT_EQ(step.retry_after, base::Micros{60s});
  EXPECT_EQ(state.after(failure(FailureKind::rate_limited, 9999s), 0).retry_after, base::Micros{1h});
}

TEST(Retry, WhatIsNeverTriedAgain) {
  for (const auto kind : {FailureKind::cancelled, FailureKind::quota, FailureKind::auth,
                          FailureKind::not_found, FailureKind::bad_request, FailureKind::bad_reply,
                          FailureKind::too_large, FailureKind::forbidden_host}) {
    RetryState state({3, 20s, 500ms});
    ASSERT_TRUE(state.begin_call());
    EXPECT_EQ(state.after(failure(kind, 1s), 0).what, What::give_up) << to_string(kind);
  }
}

TEST(Retry, ServersWordWins) {
  EXPECT_TRUE(is_retryable(failure(FailureKind::bad_request, {}, true)));
  EXPECT_FALSE(is_retryable(failure(FailureKind::overloaded, {}, false)));
  EXPECT_FALSE(is_retryable(failure(FailureKind::quota, {}, true)));
}

// The stated upper bound of calls holds whatever a server does.
TEST(Retry, NeverMoreCallsThanTheBound) {
  base::SeededRandom random(11);
  for (int round = 0; round < 2'000; ++round) {
    const int bound = 1 + static_cast<int>(random.next() % 5);
    RetryState state({bound, 20s, 500ms});
    int calls = 0;
    while (state.begin_call()) {
      ++calls;
      const auto kind = static_cast<FailureKind>(random.next() % 13);
      const auto wish = random.next() % 2 == 0
                            ? std::optional<base::Micros>(base::Micros{random.next() % 100'000'000})
                            : std::nullopt;
      const auto step = state.after(failure(kind, wish), 0.5);
      if (step.what != What::call_again) break;
      EXPECT_LE(step.wait, 20s);
    }
    EXPECT_LE(calls, bound);
  }
}

}  // namespace
}  // namespace assay::llm
