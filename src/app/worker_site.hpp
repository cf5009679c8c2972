#pragma once
#include <future>
#include <memory>
#include <vector>

#include "app/engine_thread.hpp"
#include "app/listening.hpp"
#include "app/reviewers.hpp"
#include "app/server_access.hpp"
#include "app/server_readiness.hpp"

namespace assay::app {

/// What a worker serves where worker.listen is set: whether it lives, whether it can work, and its metrics.
class WorkerSite {
 public:
  /// What it is made with outlives it.
  struct Parts {
    Backend& backend;
    const Reviewers& reviewers;
    const base::Clock& clock;
    base::Random& random;
    base::Metrics& metrics;
    EngineThread& engine;
  };
  /// Null where the setting is absent. Else it answers from now on. An error: as Listening::open.
  static base::Result<std::unique_ptr<WorkerSite>> open(const cli::Configuration& configuration, Parts parts);

  const std::string& url() const { return listening_->url(); }
  void reload() { listening_->reload({}); }
  /// From now on: not ready. It goes on answering.
  void drain() { readiness_.drain(); }
  /// Before the backend stops.
  void stop();

 private:
  WorkerSite(const cli::Configuration& configuration, const Parts& parts, http::SiteOptions options);

  ServerAccess access_;
  ServerReadiness readiness_;
  http::Site site_;
  std::unique_ptr<Listening> listening_;
  std::future<void> noting_uses_;
};

}  // namespace assay::app
