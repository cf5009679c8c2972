#pragma once
#include "base/result.hpp"
#include "cli/config/configuration.hpp"
#include "http/server/server.hpp"
#include "http/site.hpp"
#include "review/sweeper.hpp"
#include "review/worker.hpp"

namespace assay::app {

/// The configuration in the words of the parts that it configures. An error: a proxy's address is wrong.
base::Result<http::SiteOptions> site_options(const cli::Configuration& configuration,
                                             const cli::ListenAddress& address);
http::ServerOptions server_options(const cli::Configuration& configuration, const cli::ListenAddress& address,
                                   const http::ClientAddress& client_address);
review::WorkerConfig worker_config(const cli::Configuration& configuration);
review::SweeperConfig sweeper_config(const cli::Configuration& configuration);

}  // namespace assay::app
