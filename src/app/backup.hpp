#pragma once
#include <string>

#include "base/result.hpp"
#include "cli/config/loaded_configuration.hpp"

namespace assay::app {

/// `assay backup` and `assay restore`: see cli::Services.
base::Result<std::string> backup(const cli::LoadedConfiguration& loaded, const std::string& file);
base::Result<std::string> restore(const cli::LoadedConfiguration& loaded, const std::string& file,
                                  bool replace);

}  // namespace assay::app
