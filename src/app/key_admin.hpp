#pragma once
#include <memory>

#include "base/result.hpp"
#include "cli/services.hpp"

namespace assay::app {

/// The keys of the configured data folder: opened here where nobody holds it, else through the server that
/// does.
base::Result<std::unique_ptr<cli::KeyAdmin>> open_key_admin(const cli::LoadedConfiguration& loaded);

}  // namespace assay::app
