#pragma once
#include "app/reviewers.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "http/settings_facts.hpp"

namespace assay::app {

/// What the page shows of the configuration in force.
http::SettingsFacts settings_facts(const cli::LoadedConfiguration& loaded, const Reviewers& reviewers);

}  // namespace assay::app
