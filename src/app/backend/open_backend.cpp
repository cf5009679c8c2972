#include "app/backend/backend.hpp"
#include "app/backend/embedded_backend.hpp"

namespace assay::app {

base::Result<std::unique_ptr<Backend>> open_backend(const cli::LoadedConfiguration& loaded,
                                                    const base::Clock& clock, base::Metrics& metrics,
                                                    base::Executor) {
  return open_embedded_backend(loaded.values, clock, metrics);
}

}  // namespace assay::app
