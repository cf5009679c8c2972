#pragma once
#include "base/result.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "cli/output.hpp"

namespace assay::app {

/// Serves until SIGINT or SIGTERM, then drains. Prints the address to `out` once it answers. An error: it
/// could not start.
base::Result<void> serve(const cli::LoadedConfiguration& loaded, cli::Output& out);

}  // namespace assay::app
