#pragma once
#include <string>
#include <vector>

#include "cli/config/setting.hpp"

namespace assay::cli {

/// The rows of the plain llm settings.
std::vector<Setting> llm_settings();

/// The rows of one table [llm.providers.NAME] or [llm.models."NAME"]: they make the entry when they set it.
std::vector<Setting> provider_settings(const std::string& name);
std::vector<Setting> model_settings(const std::string& name);

}  // namespace assay::cli
