#pragma once
#include <functional>

#include "base/result.hpp"
#include "cli/services.hpp"

namespace assay::app {

/// As cli::Services::import_mongodb: from a foreign database into the store that is configured. Nothing of
/// the source is written.
base::Result<cli::ImportReport> import_mongodb(const cli::LoadedConfiguration& loaded,
                                               const cli::ImportRequest& request,
                                               const std::function<void(const cli::ImportReport&)>& progress);

}  // namespace assay::app
