#pragma once
#include "base/result.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "cli/output.hpp"

namespace assay::app {

/// Reviews what other processes accept, until SIGINT or SIGTERM; then drains. An error: it could not start.
base::Result<void> work(const cli::LoadedConfiguration& loaded, cli::Output& out);

}  // namespace assay::app
