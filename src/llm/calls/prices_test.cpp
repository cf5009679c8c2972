#include "llm/calls/prices.hpp"

#include <gtest/gtest.h>

#include "llm/tokens.hpp"

namespace assay::llm {
namespace {

TEST(PriceTable, BuiltInTableKnowsCommonModelsWithAndWithoutDates) {
  const auto table = PriceTable::create();
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_FALSE(table->date().empty());
  for (const char* model : {"gpt-4.1-mini", "gpt-4.1-mini-2025-04-14", "openai/gpt-4.1-mini"}) {
    EXPECT_TRUE(table->find(model)) << model;
  }
  EXPECT_FALSE(table->find("qwen3-coder:30b"));
}

TEST(PriceTable, CostCountsCachedTokensApartAndUnknownIsNull) {
  const auto table = PriceTable::parse(
      R"({"date":"2026-01","models":[{"model":"m","input":2,"output":10,"cached_input":0.5},{"model":"n","input":1,"output":1}]})");
  ASSERT_TRUE(table);
  const TokenUsage usage{1'000'000, 100'000, 400'000};
  EXPECT_DOUBLE_EQ(cost_of(*table->find("m"), usage), 1.2 + 0.2 + 1.0);
  EXPECT_DOUBLE_EQ(cost_of(*table->find("n"), usage), 1.1);
  EXPECT_FALSE(table->find("x"));
}

TEST(PriceTable, BrokenTablesAreErrors) {
  EXPECT_FALSE(PriceTable::parse("{}"));
  EXPECT_FALSE(PriceTable::parse(R"({"models":[{"model":"m","input":1}]})"));
}

TEST(Tokens, EstimateAndItsInverse) {
  EXPECT_EQ(estimate_tokens(0), 0);
  EXPECT_EQ(estimate_tokens(1), 2);
  EXPECT_EQ(estimate_tokens(3'000), 1'100);
  for (const std::int64_t tokens : {0, 1, 2, 10, 999, 60'000})
    EXPECT_LE(estimate_tokens(bytes_for_tokens(tokens)), tokens);
  EXPECT_GT(bytes_for_tokens(60'000), 150'000U);
}

}  // namespace
}  // namespace assay::llm
