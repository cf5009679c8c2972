#include "app/llm_settings.hpp"

namespace assay::app {

llm::LlmConfig to_llm_config(const cli::LlmSettings& settings) {
  llm::LlmConfig config;
  config.base_url = settings.base_url;
  config.api_key = settings.api_key;
  config.model = settings.model;
  config.stream = settings.stream;
  config.temperature = settings.temperature;
  config.max_issues = settings.max_issues;
  config.max_output_tokens = settings.max_output_tokens;
  config.input_token_budget = settings.part_tokens;
  config.parallel_parts = settings.parallel_parts;
  config.deadline = std::chrono::duration_cast<std::chrono::milliseconds>(settings.deadline);
  return config;
}

}  // namespace assay::app
