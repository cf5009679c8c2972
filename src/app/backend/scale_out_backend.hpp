#pragma once
#include "app/backend/backend.hpp"

namespace assay::app {

/// MongoDB and Redis, shared with other processes; is_scale_out(configuration) holds. An error: a URL is
/// wrong, libmongoc is not installed, a file of certificates can't be read.
base::Result<std::unique_ptr<Backend>> open_scale_out_backend(const cli::Configuration& configuration,
                                                              const base::Clock& clock, base::Random& random,
                                                              base::Metrics& metrics, base::Executor engine);

}  // namespace assay::app
