#include "llm/calls/call_plan.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using What = CallPlan::Step::What;

ChatFailure failure(FailureKind kind, std::optional<base::Micros> retry_after = {},
                    std::optional<bool> should = {}) {
  return {kind, "", retry_after, should};
}

TEST(CallPlan, BackOffGrowsWithJitterAndEnds) {
  CallPlan plan({3, 20s, 500ms}, 1);
  ASSERT_TRUE(plan.begin_call());
  auto step = plan.after(failure(FailureKind::overloaded), 0);
  EXPECT_EQ(step.what, What::call_again);
  EXPECT_EQ(step.wait, 500ms);
  ASSERT_TRUE(plan.begin_call());
  EXPECT_EQ(plan.after(failure(FailureKind::timeout), 1).wait, 750ms);
  ASSERT_TRUE(plan.begin_call());
  step = plan.after(failure(FailureKind::network, 5s), 0);
  EXPECT_EQ(step.what, What::hand_back);
  EXPECT_FALSE(step.retry_after);
  EXPECT_FALSE(plan.begin_call());
}

TEST(CallPlan, ServersWishGoesFirstAndALongOneHandsBack) {
  CallPlan plan({3, 20s, 500ms}, 1);
  ASSERT_TRUE(plan.begin_call());
  EXPECT_EQ(plan.after(failure(FailureKind::rate_limited, 7s), 0.5).wait, 7s);
  const auto step = plan.after(failure(FailureKind::rate_limited, 60s), 0);
  EXPECT_EQ(step.what, What::hand_back);
  EXPECT_EQ(step.retry_after, base::Micros{60s});
  CallPlan huge({3, 20s, 500ms}, 1);
  ASSERT_TRUE(huge.begin_call());
  EXPECT_EQ(huge.after(failure(FailureKind::rate_limited, 9999s), 0).retry_after, base::Micros{1h});
}

TEST(CallPlan, WhatIsNeverTriedAgain) {
  for (const auto kind : {FailureKind::cancelled, FailureKind::quota, FailureKind::auth,
                          FailureKind::not_found, FailureKind::bad_request, FailureKind::bad_reply,
                          FailureKind::too_large, FailureKind::forbidden_host, FailureKind::refused}) {
    CallPlan plan({3, 20s, 500ms}, 1);
    ASSERT_TRUE(plan.begin_call());
    EXPECT_EQ(plan.after(failure(kind, 1s), 0).what, What::give_up) << to_string(kind);
  }
}

TEST(CallPlan, ServersWordWins) {
  EXPECT_TRUE(is_retryable(failure(FailureKind::bad_request, {}, true)));
  EXPECT_FALSE(is_retryable(failure(FailureKind::overloaded, {}, false)));
  EXPECT_FALSE(is_retryable(failure(FailureKind::quota, {}, true)));
  EXPECT_FALSE(is_retryable(failure(FailureKind::refused, {}, true)));
}

TEST(CallPlan, EachFallbackHasACallKeptForIt) {
  CallPlan plan({3, 20s, 500ms}, 2);
  ASSERT_TRUE(plan.begin_call());
  EXPECT_EQ(plan.after(failure(FailureKind::overloaded), 0).what, What::call_again);
  ASSERT_TRUE(plan.begin_call());
  EXPECT_EQ(plan.after(failure(FailureKind::overloaded), 0).what, What::next_model);
  EXPECT_EQ(plan.model(), 1U);
  ASSERT_TRUE(plan.begin_call());
  EXPECT_EQ(plan.after(failure(FailureKind::overloaded), 0).what, What::hand_back);

  CallPlan three({3, 20s, 500ms}, 3);
  for (std::size_t model = 0; model < 2; ++model) {
    ASSERT_TRUE(three.begin_call());
    EXPECT_EQ(three.after(failure(FailureKind::network), 0).what, What::next_model);
    EXPECT_EQ(three.model(), model + 1);
  }
}

TEST(CallPlan, AFallbackTakesOverAtOnceWhereWaitingOrRepeatingHelpsNobody) {
  for (const auto& bad :
       {failure(FailureKind::rate_limited, 60s), failure(FailureKind::auth), failure(FailureKind::quota),
        failure(FailureKind::not_found), failure(FailureKind::refused), failure(FailureKind::bad_request)}) {
    CallPlan plan({3, 20s, 500ms}, 2);
    ASSERT_TRUE(plan.begin_call());
    EXPECT_EQ(plan.after(bad, 0).what, What::next_model) << to_string(bad.kind);
  }
  CallPlan cancelled({3, 20s, 500ms}, 2);
  ASSERT_TRUE(cancelled.begin_call());
  EXPECT_EQ(cancelled.after(failure(FailureKind::cancelled), 0).what, What::give_up);
}

// A fallback with a wrong key must not make the job's failure final while the main model only rests.
TEST(CallPlan, AJobComesBackWhenAnyOfItsModelsMayDoItLater) {
  CallPlan plan({3, 20s, 500ms}, 2);
  ASSERT_TRUE(plan.begin_call());
  EXPECT_EQ(plan.after(failure(FailureKind::rate_limited, 90s), 0).what, What::next_model);
  ASSERT_TRUE(plan.begin_call());
  const auto step = plan.after(failure(FailureKind::auth), 0);
  EXPECT_EQ(step.what, What::hand_back);
  EXPECT_EQ(step.retry_after, base::Micros{90s});
}

TEST(CallPlan, OpenBreakersAreSteppedOverAndTheSoonestEndIsWaitedFor) {
  CallPlan plan({3, 20s, 500ms}, 3);
  EXPECT_EQ(plan.skip(15s).what, What::next_model);
  EXPECT_EQ(plan.skip(4s).what, What::next_model);
  const auto step = plan.skip(9s);
  EXPECT_EQ(step.what, What::hand_back);
  EXPECT_EQ(step.retry_after, base::Micros{4s});
  EXPECT_EQ(plan.calls(), 0);
}

// The stated upper bound of calls holds whatever servers do.
TEST(CallPlan, NeverMoreCallsThanTheBound) {
  base::SeededRandom random(11);
  for (int round = 0; round < 4'000; ++round) {
    const int bound = 1 + static_cast<int>(random.next() % 5);
    const auto models = 1 + random.next() % 4;
    CallPlan plan({bound, 20s, 500ms}, models);
    int calls = 0;
    for (;;) {
      CallPlan::Step step;
      if (random.next() % 4 == 0) {
        step = plan.skip(1s);
      } else {
        if (!plan.begin_call()) break;
        ++calls;
        const auto kind = static_cast<FailureKind>(random.next() % 14);
        const auto wish = random.next() % 2 == 0
                              ? std::optional<base::Micros>(base::Micros{random.next() % 100'000'000})
                              : std::nullopt;
        step = plan.after(failure(kind, wish), 0.5);
      }
      ASSERT_LT(plan.model(), models);
      if (step.what == What::hand_back || step.what == What::give_up) break;
      EXPECT_LE(step.wait, 20s);
    }
    EXPECT_LE(calls, bound);
  }
}

}  // namespace
}  // namespace assay::llm
