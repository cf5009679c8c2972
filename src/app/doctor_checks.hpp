#pragma once
#include <vector>

#include "cli/services.hpp"

namespace assay::app {

/// What `assay doctor` looks at, in order.
std::vector<cli::Check> doctor_checks(const cli::LoadedConfiguration& loaded);

}  // namespace assay::app
