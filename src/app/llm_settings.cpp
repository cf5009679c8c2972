#include "app/llm_settings.hpp"

#include <algorithm>
#include <cmath>

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

llm::ApiFormat api_format(cli::ProviderFormat format) {
  switch (format) {
    case cli::ProviderFormat::openai_chat:
      break;
    case cli::ProviderFormat::openai_responses:
      return llm::ApiFormat::openai_responses;
    case cli::ProviderFormat::anthropic:
      return llm::ApiFormat::anthropic;
    case cli::ProviderFormat::gemini:
      return llm::ApiFormat::gemini;
  }
  return llm::ApiFormat::openai_chat;
}

/// What a table [llm.models] says of it; that for one provider goes before that for all.
const cli::ModelSettings* find_flags(const cli::LlmSettings& settings, const std::string& provider,
                                     const std::string& id) {
  const cli::ModelSettings* found = nullptr;
  for (const auto& model : settings.models) {
    if (model.name == provider + "/" + id) return &model;
    if (model.name == id) found = &model;
  }
  return found;
}

llm::ModelConfig to_model(const cli::LlmSettings& settings, const std::string& provider,
                          const std::string& id) {
  static const cli::ModelSettings kNone;
  const auto* found = find_flags(settings, provider, id);
  const auto& flags = found != nullptr ? *found : kNone;
  llm::ModelConfig model;
  model.provider = provider;
  model.id = id;
  model.schema = schema_mode(flags.structured_output.value_or(settings.structured_output));
  model.new_token_limit = new_token_limit(flags.token_limit_field.value_or(settings.token_limit_field));
  model.stream = flags.stream.value_or(settings.stream);
  model.stream_usage = flags.stream_usage.value_or(settings.stream_usage);
  model.temperature = flags.temperature;
  model.context_tokens = flags.context_tokens;
  model.max_output_tokens = flags.max_output_tokens;
  if (flags.input_price && flags.output_price)
    model.price = llm::ModelPrice{*flags.input_price, *flags.output_price, flags.cached_input_price};
  return model;
}

core::SpendCap to_cap(std::optional<std::int64_t> tokens, std::optional<double> dollars) {
  constexpr double kMillion = 1e6;
  core::SpendCap cap;
  cap.tokens = tokens;
  if (dollars) cap.micro_usd = std::llround(*dollars * kMillion);
  return cap;
}

llm::BudgetCaps to_caps(const cli::BudgetSettings& budget) {
  return {to_cap(budget.tokens_per_review, budget.usd_per_review),
          to_cap(budget.tokens_per_day, budget.usd_per_day),
          to_cap(budget.scope_tokens_per_day, budget.scope_usd_per_day)};
}

}  // namespace

llm::LlmConfig to_llm_config(const cli::LlmSettings& settings) {
  llm::LlmConfig config;
  config.providers.clear();
  config.models.clear();
  for (const auto& provider : settings.providers) {
    config.providers.push_back({provider.name, api_format(provider.format), provider.base_url,
                                provider.api_key, provider.ca_file, provider.trace});
    for (const auto& id : provider.models) config.models.push_back(to_model(settings, provider.name, id));
  }
  config.order = settings.order;
  config.budget = to_caps(settings.budget);
  config.verify = settings.verify;
  config.verify_model = settings.verify_model;
  config.temperature = settings.temperature;
  config.max_issues = settings.max_issues;
  config.max_output_tokens = settings.max_output_tokens;
  config.input_token_budget = settings.part_tokens;
  config.parallel_parts = settings.parallel_parts;
  config.max_calls_at_once = settings.max_calls;
  config.deadline = std::chrono::duration_cast<std::chrono::milliseconds>(settings.deadline);
  // Who grants a slow machine more time for an answer grants it for reading the prompt, too.
  config.stall = std::max(config.stall, config.deadline / 2);
  return config;
}

}  // namespace assay::app
