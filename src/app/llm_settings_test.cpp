#include "app/llm_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::app {
namespace {

cli::LlmSettings with_provider() {
  cli::LlmSettings settings;
  auto& provider = settings.providers.emplace_back();
  provider.name = "local";
  provider.format = cli::ProviderFormat::anthropic;
  provider.base_url = "http://127.0.0.1:1";
  provider.api_key = "key";
  provider.ca_file = "ca.pem";
  provider.trace = true;
  provider.models = {"m", "n"};
  settings.order = {"m", "n"};
  return settings;
}

TEST(LlmSettings, EverySettingHasItsEffect) {
  auto settings = with_provider();
  settings.structured_output = cli::StructuredOutput::object;
  settings.token_limit_field = cli::TokenLimitField::max_tokens;
  settings.stream = false;
  settings.stream_usage = false;
  settings.temperature = 0.5;
  settings.deadline = std::chrono::seconds{7};
  settings.max_issues = 3;
  settings.part_tokens = 1234;
  settings.max_output_tokens = 777;
  settings.parallel_parts = 2;
  settings.max_calls = 5;
  settings.verify = true;
  settings.verify_model = "n";
  const auto config = to_llm_config(settings);
  ASSERT_EQ(config.providers.size(), 1U);
  EXPECT_EQ(config.providers[0].name, "local");
  EXPECT_EQ(config.providers[0].format, llm::ApiFormat::anthropic);
  EXPECT_EQ(config.providers[0].base_url, "http://127.0.0.1:1");
  EXPECT_EQ(config.providers[0].api_key, "key");
  EXPECT_EQ(config.providers[0].ca_file, "ca.pem");
  EXPECT_TRUE(config.providers[0].trace);
  ASSERT_EQ(config.models.size(), 2U);
  EXPECT_EQ(config.models[0].provider, "local");
  EXPECT_EQ(config.models[0].id, "m");
  EXPECT_EQ(config.models[0].schema, llm::SchemaMode::json_object);
  EXPECT_EQ(config.models[0].new_token_limit, false);
  EXPECT_FALSE(config.models[0].stream);
  EXPECT_FALSE(config.models[0].stream_usage);
  EXPECT_THAT(config.order, testing::ElementsAre("m", "n"));
  EXPECT_EQ(config.temperature, 0.5);
  EXPECT_EQ(config.deadline, std::chrono::seconds{7});
  EXPECT_EQ(config.stall, std::chrono::minutes{1});
  EXPECT_EQ(config.max_issues, 3);
  EXPECT_EQ(config.input_token_budget, 1234);
  EXPECT_EQ(config.max_output_tokens, 777);
  EXPECT_EQ(config.parallel_parts, 2);
  EXPECT_EQ(config.max_calls_at_once, 5);
  EXPECT_TRUE(config.verify);
  EXPECT_EQ(config.verify_model, "n");
}

TEST(LlmSettings, MoreTimeForAnAnswerIsMoreTimeUntilItsFirstByte) {
  auto settings = with_provider();
  settings.deadline = std::chrono::minutes{10};
  EXPECT_EQ(to_llm_config(settings).stall, std::chrono::minutes{5});
}

TEST(LlmSettings, CapsAreOfTokensAndMillionthsOfADollar) {
  auto settings = with_provider();
  settings.budget.tokens_per_review = 1;
  settings.budget.tokens_per_day = 2;
  settings.budget.scope_tokens_per_day = 3;
  settings.budget.usd_per_review = 0.5;
  settings.budget.usd_per_day = 20;
  settings.budget.scope_usd_per_day = 0.000001;
  const auto caps = to_llm_config(settings).budget;
  EXPECT_EQ(caps.review.tokens, 1);
  EXPECT_EQ(caps.day.tokens, 2);
  EXPECT_EQ(caps.scope_day.tokens, 3);
  EXPECT_EQ(caps.review.micro_usd, 500'000);
  EXPECT_EQ(caps.day.micro_usd, 20'000'000);
  EXPECT_EQ(caps.scope_day.micro_usd, 1);
  EXPECT_FALSE(to_llm_config(with_provider()).budget.money());
}

TEST(LlmSettings, AutomaticIsLeftToBeLearnt) {
  const auto config = to_llm_config(with_provider());
  EXPECT_FALSE(config.models[0].schema);
  EXPECT_FALSE(config.models[0].new_token_limit);
  EXPECT_FALSE(config.models[0].price);
  EXPECT_FALSE(config.temperature);
}

TEST(LlmSettings, WhatIsSaidOfAModelGoesBeforeWhatIsSaidOfAll) {
  auto settings = with_provider();
  settings.stream = true;
  auto& all = settings.models.emplace_back();
  all.name = "m";
  all.stream = false;
  all.context_tokens = 4096;
  auto& one = settings.models.emplace_back();
  one.name = "local/n";
  one.temperature = false;
  one.structured_output = cli::StructuredOutput::prompt;
  one.max_output_tokens = 500;
  one.input_price = 0;
  one.output_price = 2;
  const auto config = to_llm_config(settings);
  EXPECT_FALSE(config.models[0].stream);
  EXPECT_EQ(config.models[0].context_tokens, 4096);
  EXPECT_TRUE(config.models[0].temperature);
  EXPECT_TRUE(config.models[1].stream);
  EXPECT_FALSE(config.models[1].temperature);
  EXPECT_EQ(config.models[1].schema, llm::SchemaMode::prompt_only);
  EXPECT_EQ(config.models[1].max_output_tokens, 500);
  EXPECT_EQ(config.models[1].price, (llm::ModelPrice{0, 2, std::nullopt}));
}

}  // namespace
}  // namespace assay::app
