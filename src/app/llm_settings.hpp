#pragma once
#include "cli/config/configuration.hpp"
#include "llm/llm_config.hpp"

namespace assay::app {

llm::LlmConfig to_llm_config(const cli::LlmSettings& settings);

}  // namespace assay::app
