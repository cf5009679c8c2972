#include "app/backend/backend.hpp"
#include "app/backend/embedded_backend.hpp"
#include "app/backend/scale_out_backend.hpp"
#include "cli/config/derived.hpp"

namespace assay::app {

base::Result<std::unique_ptr<Backend>> open_backend(const cli::LoadedConfiguration& loaded,
                                                    const base::Clock& clock, base::Random& random,
                                                    base::Metrics& metrics, base::Executor engine) {
  if (cli::is_scale_out(loaded.values))
    return open_scale_out_backend(loaded.values, clock, random, metrics, engine);
  return open_embedded_backend(loaded.values, clock, metrics);
}

}  // namespace assay::app
