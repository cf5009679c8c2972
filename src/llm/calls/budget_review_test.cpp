// Hard caps through whole reviews.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// The sums of one day and scope.
struct Ledger final : core::SpendLedger {
  base::Task<base::Result<Reserved>> reserve(core::SpendReservation wanted) override {
    base::Result<Reserved> result = Reserved{};
    if (broken) {
      result = base::fail(base::Errc::unavailable, "the disk is full");
      co_return result;
    }
    result->before = {total, total};
    result->granted =
        wanted.cap_all.permits(total + wanted.amount) && wanted.cap_scope.permits(total + wanted.amount);
    if (result->granted) total += wanted.amount;
    most = std::max(most, total.tokens);
    scope = wanted.scope;
    co_return result;
  }
  base::Task<base::Result<void>> add(std::chrono::sys_days, core::Scope, core::Spend spend) override {
    total += spend;
    co_return base::Result<void>{};
  }
  base::Task<base::Result<core::DaySpend>> spent(std::chrono::sys_days, core::Scope) override {
    base::Result<core::DaySpend> result = core::DaySpend{total, total};
    co_return result;
  }
  core::Spend total;
  std::int64_t most = 0;
  core::Scope scope;
  bool broken = false;
};

struct BudgetBench : ReviewBench {
  BudgetBench() {
    ledger = &spend;
    config.max_output_tokens = 2'000;
  }
  Ledger spend;
};

TEST(Budget, WithoutCapsWhatIsUsedIsKept) {
  BudgetBench bench;
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure);
  EXPECT_EQ(bench.spend.total.tokens, outcome.usage.input_tokens + outcome.usage.output_tokens);
  EXPECT_NEAR(static_cast<double>(bench.spend.total.micro_usd), *outcome.usage.cost_usd * 1e6, 1.0);
  EXPECT_EQ(bench.spend.most, 0) << "nothing is set aside";
}

TEST(Budget, ADaysTokensAreAHardCap) {
  BudgetBench bench;
  bench.config.budget.day.tokens = 8'000;
  bench.scope = core::Scope{"team-a"};
  int completed = 0;
  std::optional<core::ReviewerFailure> refused;
  for (int i = 0; i < 12 && !refused; ++i) {
    const auto outcome = bench.review("eval(x)  # " + std::to_string(i) + "\n");
    refused = outcome.failure;
    completed += outcome.failure ? 0 : 1;
  }
  ASSERT_TRUE(refused);
  EXPECT_GT(completed, 1);
  EXPECT_EQ(bench.calls(), static_cast<std::size_t>(completed)) << "the refused call was not made";
  EXPECT_LE(bench.spend.most, 8'000);
  EXPECT_FALSE(refused->retryable);
  EXPECT_THAT(refused->reason, HasSubstr("The budget of 8000 tokens a day (llm.budget.tokens_per_day) has"));
  EXPECT_EQ(bench.spend.scope, core::Scope{"team-a"});
  EXPECT_EQ(bench.reviewer->counters().refused_by_budget, 1);
}

TEST(Budget, MoneyNeedsPrices) {
  BudgetBench bench;
  bench.config.budget.scope_day.micro_usd = 1;
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("llm.budget.scope_usd_per_day"));
  EXPECT_EQ(bench.calls(), 0U);
  bench.config.models[0].id = "nobody-knows-it";
  const auto made = LlmReviewer::create(bench.config, bench.io.get_executor(), bench.clock, bench.random);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().field, "budget");
  EXPECT_THAT(made.error().message, HasSubstr("nobody-knows-it"));
  bench.config.models[0].price = ModelPrice{0, 0, std::nullopt};
  EXPECT_TRUE(LlmReviewer::create(bench.config, bench.io.get_executor(), bench.clock, bench.random));
}

TEST(Budget, OneReviewHasACapOfItsOwn) {
  BudgetBench bench;
  bench.config.input_token_budget = 300;
  bench.config.parallel_parts = 1;
  bench.config.budget.review.tokens = 10'000;
  std::string code;
  for (int i = 0; i < 400; ++i) code += "value = " + std::to_string(i) + "\n";
  const auto outcome = bench.review(code);
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("for one review (llm.budget.tokens_per_review)"));
  EXPECT_GT(bench.calls(), 1U);
  EXPECT_LE(outcome.usage.input_tokens + outcome.usage.output_tokens, 10'000);
}

TEST(Budget, WhatCallsUnderWayHoldIsWaitedFor) {
  BudgetBench bench;
  bench.config.input_token_budget = 300;
  bench.config.parallel_parts = 2;
  bench.config.budget.day.tokens = 5'500;
  std::string code;
  for (int i = 0; i < 60; ++i) code += "value = " + std::to_string(i) + "\n";
  const auto outcome = bench.review(code);
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->retryable) << outcome.failure->reason;
  EXPECT_TRUE(outcome.failure->retry_after);
}

TEST(Budget, ACallThatBrokeOffCounts) {
  BudgetBench bench;
  bench.provider->script({"stall-body:at=9000"});
  bench.observer.on_issue = [&] { bench.stop.request_stop(); };
  EXPECT_TRUE(bench.review().failure);
  EXPECT_GT(bench.spend.total.tokens, 1'000);
}

TEST(Budget, ARequestWithoutAnAnswerMayBeBilled) {
  for (const auto* fault : {"refuse", "stall-headers:ms=1"}) {
    BudgetBench bench;
    bench.config.max_calls_per_part = 1;
    bench.provider->script({fault});
    EXPECT_TRUE(bench.review().failure);
    EXPECT_GT(bench.spend.total.tokens, 500) << fault;
  }
}

TEST(Budget, ARequestThatNeverWentOutIsNot) {
  BudgetBench bench;
  bench.config.max_calls_per_part = 1;
  bench.config.providers[0].base_url = "http://127.0.0.1:1/v1";
  EXPECT_TRUE(bench.review().failure);
  EXPECT_EQ(bench.spend.total, core::Spend{});
}

TEST(Budget, AnErrorInsteadOfAnAnswerDoesNot) {
  BudgetBench bench;
  bench.config.budget.day.tokens = 1'000'000;
  bench.provider->script({"status:status=500,should-retry=false"});
  EXPECT_TRUE(bench.review().failure);
  EXPECT_EQ(bench.spend.total, core::Spend{});
}

TEST(Budget, WithoutTheSumsNothingIsSpent) {
  BudgetBench bench;
  bench.config.budget.day.tokens = 1'000'000;
  bench.spend.broken = true;
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("can't be read"));
  EXPECT_EQ(bench.calls(), 0U);
}

}  // namespace
}  // namespace assay::llm
