#pragma once
#include "app/backend/backend.hpp"

namespace assay::app {

/// SQLite in the data folder, and everything else in this process.
base::Result<std::unique_ptr<Backend>> open_embedded_backend(const cli::Configuration& configuration,
                                                             const base::Clock& clock,
                                                             base::Metrics& metrics);

}  // namespace assay::app
