#include "app/worker_site.hpp"

#include "app/facts_at_start.hpp"
#include "app/serve_options.hpp"

namespace assay::app {

WorkerSite::WorkerSite(const cli::Configuration& configuration, const Parts& parts, http::SiteOptions options)
    : access_(parts.backend, parts.clock, parts.random, configuration.access, parts.engine.executor()),
      readiness_(parts.backend, facts_at_start(parts.reviewers), reviewer_infos(parts.reviewers)),
      site_(http::Vitals{parts.backend.queue(), readiness_, parts.metrics, access_.keys(), access_.control()},
            std::move(options)) {}

base::Result<std::unique_ptr<WorkerSite>> WorkerSite::open(const cli::Configuration& configuration,
                                                           Parts parts) {
  std::unique_ptr<WorkerSite> made;
  const auto& address = configuration.worker.listen;
  if (!address) return made;
  auto options = site_options(configuration, *address);
  if (!options) return base::fail(options.error());
  const auto client_address = options->client_address;
  made.reset(new WorkerSite(configuration, parts, std::move(*options)));
  auto listening = Listening::open(configuration, *address, client_address, made->site_);
  if (!listening) return base::fail(listening.error());
  made->listening_ = std::move(*listening);
  made->listening_->start();
  made->noting_uses_ = parts.engine.start(made->access_.run());
  return made;
}

void WorkerSite::stop() {
  listening_->stop();
  access_.stop();
  noting_uses_.wait();
}

}  // namespace assay::app
