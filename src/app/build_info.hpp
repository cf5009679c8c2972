#pragma once
#include "cli/services.hpp"

namespace assay::app {

/// Version, compiler and the versions of the libraries this program runs with.
cli::BuildInfo build_info();

}  // namespace assay::app
