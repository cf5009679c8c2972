#include "app/llm_settings.hpp"

#include <gtest/gtest.h>

namespace assay::app {
namespace {

TEST(LlmSettings, EverySettingHasItsEffect) {
  cli::LlmSettings settings;
  settings.base_url = "http://127.0.0.1:1/v1";
  settings.api_key = "key";
  settings.model = "m";
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
  const auto config = to_llm_config(settings);
  ASSERT_EQ(config.providers.size(), 1U);
  EXPECT_EQ(config.providers[0].base_url, "http://127.0.0.1:1/v1");
  EXPECT_EQ(config.providers[0].api_key, "key");
  ASSERT_EQ(config.models.size(), 1U);
  EXPECT_EQ(config.models[0].id, "m");
  EXPECT_EQ(config.models[0].schema, llm::SchemaMode::json_object);
  EXPECT_EQ(config.models[0].new_token_limit, false);
  EXPECT_FALSE(config.models[0].stream);
  EXPECT_FALSE(config.models[0].stream_usage);
  EXPECT_EQ(config.temperature, 0.5);
  EXPECT_EQ(config.deadline, std::chrono::seconds{7});
  EXPECT_EQ(config.max_issues, 3);
  EXPECT_EQ(config.input_token_budget, 1234);
  EXPECT_EQ(config.max_output_tokens, 777);
  EXPECT_EQ(config.parallel_parts, 2);
  EXPECT_EQ(config.max_calls_at_once, 5);
}

TEST(LlmSettings, AutomaticIsLeftToBeLearnt) {
  const auto config = to_llm_config({});
  EXPECT_FALSE(config.models[0].schema);
  EXPECT_FALSE(config.models[0].new_token_limit);
  EXPECT_FALSE(config.temperature);
}

}  // namespace
}  // namespace assay::app
