#include "llm/calls/budget.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "llm/calls/token_scale.hpp"

namespace assay::llm {
namespace {

using core::DaySpend;
using core::Spend;
using testing::HasSubstr;

BudgetCaps day_tokens(std::int64_t tokens) {
  BudgetCaps caps;
  caps.day.tokens = tokens;
  return caps;
}

TEST(Judge, WithoutCapsEverythingGoes) {
  EXPECT_FALSE(judge({}, {{1'000'000'000, 1'000'000'000}, {}}, {}, {}, {1'000'000, 1'000'000}));
}

TEST(Judge, UpToACapAndNotBeyond) {
  const auto caps = day_tokens(100);
  EXPECT_FALSE(judge(caps, {{60, 0}, {}}, {}, {}, {40, 0}));
  const auto refused = judge(caps, {{61, 0}, {}}, {}, {}, {40, 0});
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->for_now);
  EXPECT_EQ(refused->sentence,
            "The budget of 100 tokens a day (llm.budget.tokens_per_day) has 39 left, and the next call may "
            "use 40; it "
            "starts anew at 00:00 UTC");
}

TEST(Judge, EachCapNamesItself) {
  BudgetCaps caps;
  caps.review.tokens = 10;
  EXPECT_THAT(judge(caps, {}, {}, {5, 0}, {6, 0})->sentence, HasSubstr("llm.budget.tokens_per_review"));
  caps = {};
  caps.review.micro_usd = 10'000;
  EXPECT_THAT(
      judge(caps, {}, {}, {0, 9'000}, {0, 2'000})->sentence,
      HasSubstr("$0.01 for one review (llm.budget.usd_per_review) has $0.001 left, and the next call may "
                "use $0.002"));
  caps = {};
  caps.day.micro_usd = 10;
  EXPECT_THAT(judge(caps, {{0, 10}, {}}, {}, {}, {0, 1})->sentence,
              HasSubstr("$0.00001 a day (llm.budget.usd_per_day) has $0.00 left, and the next call may use "
                        "$0.000001"));
  caps = {};
  caps.scope_day.tokens = 10;
  EXPECT_THAT(judge(caps, {{99, 0}, {10, 0}}, {}, {}, {1, 0})->sentence,
              HasSubstr("llm.budget.scope_tokens_per_day"));
  EXPECT_FALSE(judge(caps, {{99, 0}, {9, 0}}, {}, {}, {1, 0}));
  caps = {};
  caps.scope_day.micro_usd = 10;
  EXPECT_THAT(judge(caps, {{0, 0}, {0, 10}}, {}, {}, {0, 1})->sentence,
              HasSubstr("llm.budget.scope_usd_per_day"));
}

TEST(Judge, WhatCallsUnderWayHoldMayComeBack) {
  const auto caps = day_tokens(100);
  EXPECT_TRUE(judge(caps, {{100, 0}, {}}, {{50, 0}, {}}, {}, {40, 0})->for_now);
  EXPECT_FALSE(judge(caps, {{100, 0}, {}}, {{30, 0}, {}}, {}, {40, 0})->for_now);
}

TEST(TokenScale, LearnsFromUsageAndIsNotFooled) {
  TokenScale scale;
  EXPECT_EQ(scale.apply(100), 100);
  scale.learn(100, 80);
  EXPECT_EQ(scale.apply(100), 80);
  scale.learn(100, 130);
  EXPECT_EQ(scale.apply(100), 90);
  for (int i = 0; i < 100; ++i) scale.learn(1'000, 1);
  EXPECT_GE(scale.apply(100), 50);
  for (int i = 0; i < 100; ++i) scale.learn(1, 1'000'000);
  EXPECT_LE(scale.apply(100), 300);
  scale.learn(0, 5);
  scale.learn(5, 0);
  EXPECT_LE(scale.apply(100), 300);
}

}  // namespace
}  // namespace assay::llm
