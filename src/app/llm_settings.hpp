#pragma once
#include "cli/config/configuration.hpp"
#include "llm/llm_config.hpp"

namespace assay::app {

/// `settings` as they are after loading: with providers and order.
llm::LlmConfig to_llm_config(const cli::LlmSettings& settings);

}  // namespace assay::app
