#include "app/llm_settings.hpp"

namespace assay::app {
namespace {

std::optional<llm::SchemaMode> schema_mode(cli::StructuredOutput wanted) {
  switch (wanted) {
    case cli::StructuredOutput::automatic:
      break;
    case cli::StructuredOutput::schema:
      return llm::SchemaMode::strict;
    case cli::StructuredOutput::object:
      return llm::SchemaMode::json_object;
    case cli::StructuredOutput::prompt:
      return llm::SchemaMode::prompt_only;
  }
  return std::nullopt;
}

std::optional<bool> new_token_limit(cli::TokenLimitField wanted) {
  if (wanted == cli::TokenLimitField::automatic) return std::nullopt;
  return wanted == cli::TokenLimitField::max_completion_tokens;
}

}  // namespace

llm::LlmConfig to_llm_config(const cli::LlmSettings& settings) {
  llm::LlmConfig config;
  auto& provider = config.providers.front();
  provider.base_url = settings.base_url;
  provider.api_key = settings.api_key;
  auto& model = config.models.front();
  model.id = settings.model;
  model.schema = schema_mode(settings.structured_output);
  model.new_token_limit = new_token_limit(settings.token_limit_field);
  model.stream = settings.stream;
  model.stream_usage = settings.stream_usage;
  config.temperature = settings.temperature;
  config.max_issues = settings.max_issues;
  config.max_output_tokens = settings.max_output_tokens;
  config.input_token_budget = settings.part_tokens;
  config.parallel_parts = settings.parallel_parts;
  config.max_calls_at_once = settings.max_calls;
  config.deadline = std::chrono::duration_cast<std::chrono::milliseconds>(settings.deadline);
  return config;
}

}  // namespace assay::app
