#include "app/work.hpp"

#include "app/allocator.hpp"
#include "app/backend/backend.hpp"
#include "app/engine_thread.hpp"
#include "app/reviewers.hpp"
#include "app/serve_options.hpp"
#include "app/server_metrics.hpp"
#include "app/stop_signal.hpp"
#include "app/worker_site.hpp"
#include "base/log.hpp"
#include "review/worker.hpp"

namespace assay::app {

base::Result<void> work(const cli::LoadedConfiguration& loaded, cli::Output& out) {
  const bool with_tls = loaded.values.worker.listen && !loaded.values.tls.cert.empty();
  StopSignal stop_signal{with_tls};
  base::SystemClock clock;
  base::SystemRandom random;
  EngineThread engine;
  base::Metrics metrics;
  auto backend = open_backend(loaded, clock, random, metrics, engine.executor());
  if (!backend) return base::fail(backend.error());
  auto reviewers = make_reviewers(loaded, engine.executor(), clock, random, (*backend)->spend());
  if (!reviewers) return base::fail(reviewers.error());
  const review::Pipeline pipeline{reviewers->in_order(), clock};
  review::ActiveJobs active;
  review::JobMetrics job_metrics{metrics};
  const auto config = worker_config(loaded.values);
  review::Worker worker{{(*backend)->store(), (*backend)->queue(), (*backend)->bus(), (*backend)->replies(),
                         pipeline, active, clock, random, engine.executor(), &job_metrics},
                        config};
  add_job_metrics(metrics, worker.counters());
  if (reviewers->llm_reviewer) add_model_metrics(metrics, *reviewers->llm_reviewer);
  const auto site = WorkerSite::open(loaded.values, {**backend, *reviewers, clock, random, metrics, engine});
  if (!site) return base::fail(site.error());
  auto backend_ended = engine.start((*backend)->run());
  auto worker_ended = engine.start(worker.run());
  out.write("Assay works as " + config.name + ", " + std::to_string(config.concurrency) + " reviews at once" +
            (*site ? ", and is watched at " + (*site)->url() : std::string{}) + "\n");
  out.flush();
  return_free_memory();

  const int signal = stop_signal.wait([&] {
    if (*site) (*site)->reload();
  });
  base::log::info("stopping", {{"signal", signal}});
  if (*site) (*site)->drain();
  worker.stop();
  worker_ended.wait();
  if (*site) (*site)->stop();
  (*backend)->stop();
  backend_ended.wait();
  engine.start(stop(std::move(*reviewers))).wait();
  (*backend)->close();
  return {};
}

}  // namespace assay::app
