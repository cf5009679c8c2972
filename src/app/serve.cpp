#include "app/serve.hpp"

#include "app/allocator.hpp"
#include "app/backend/backend.hpp"
#include "app/detect_language.hpp"
#include "app/engine_thread.hpp"
#include "app/facts_at_start.hpp"
#include "app/listening.hpp"
#include "app/reviewers.hpp"
#include "app/rule_catalog.hpp"
#include "app/serve_options.hpp"
#include "app/server_access.hpp"
#include "app/server_metrics.hpp"
#include "app/server_readiness.hpp"
#include "app/settings_facts.hpp"
#include "app/start_entry.hpp"
#include "app/stop_signal.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "http/assets/assets.hpp"
#include "http/middleware/idempotency.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/site.hpp"
#include "review/canceller.hpp"
#include "review/comparer.hpp"
#include "review/issue_triage.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"
#include "review/submitter.hpp"
#include "review/sweeper.hpp"
#include "review/worker.hpp"

namespace assay::app {
namespace {

constexpr std::size_t kHotBytes = 32 << 20;

/// Finished records are kept in memory where nobody else can erase or change them.
std::size_t hot_bytes(const Backend& backend) { return backend.is_shared() ? 0 : kHotBytes; }

/// Everything of one serving process but its backend and its reviewers, in the order in which it is built;
/// taken down in the opposite one.
struct Parts {
  Parts(Backend& backend, const Reviewers& reviewers, const base::Clock& time, EngineThread& engine,
        const cli::LoadedConfiguration& loaded, base::Random& random, base::Metrics& metrics)
      : pipeline(reviewers.in_order(), time),
        job_metrics(metrics),
        hot(hot_bytes(backend)),
        submitter({backend.store(), backend.queue(), backend.bus(), pipeline, time, random, detect_language,
                   &job_metrics}),
        reader(backend.store(), hot),
        canceller({backend.store(), backend.queue(), backend.bus(), active, hot, time}),
        rerunner(reader, submitter),
        triage({reader, backend.states(), hot, time}),
        comparer(reader),
        worker({backend.store(), backend.queue(), backend.bus(), backend.replies(), pipeline, active, time,
                random, engine.executor(), &job_metrics},
               worker_config(loaded.values)),
        sweeper(backend.retention(), hot, time, engine.executor(), sweeper_config(loaded.values)),
        access(backend, time, random, loaded.values.access, engine.executor()),
        rules(loaded),
        settings(settings_facts(loaded, reviewers)),
        limit(backend.limiter(), {loaded.values.rate_limit_per_hour}),
        readiness(backend, facts_at_start(reviewers), reviewer_infos(reviewers)),
        assets(http::embedded_page(), http::embedded_docs()) {}

  review::Pipeline pipeline;
  review::JobMetrics job_metrics;
  review::HotReviews hot;
  review::ActiveJobs active;
  review::Submitter submitter;
  review::Reader reader;
  review::Canceller canceller;
  review::Rerunner rerunner;
  review::IssueTriage triage;
  review::Comparer comparer;
  review::Worker worker;
  review::Sweeper sweeper;
  ServerAccess access;
  ServerRuleCatalog rules;
  http::SettingsFacts settings;
  http::SubmissionLimit limit;
  http::KeysInProgress keys_in_progress;
  ServerReadiness readiness;
  http::Assets assets;
};

http::Api api_of(Parts& parts, Backend& backend, base::Metrics& metrics,
                 const cli::Configuration& configuration) {
  http::Api api{{backend.queue(), parts.readiness, metrics, parts.access.keys(), parts.access.control()},
                parts.submitter,
                parts.reader,
                parts.canceller,
                parts.rerunner,
                parts.triage,
                parts.comparer,
                backend.bus(),
                parts.limit,
                parts.keys_in_progress,
                parts.assets,
                backend.audit(),
                parts.rules,
                parts.settings,
                parts.access.sign_in_limit()};
  api.max_body_bytes = static_cast<std::size_t>(configuration.http.max_body_bytes);
  api.max_code_bytes = api.max_body_bytes;
  return api;
}

}  // namespace

base::Result<void> serve(const cli::LoadedConfiguration& loaded, cli::Output& out) {
  const auto& configuration = loaded.values;
  const bool with_tls = !configuration.tls.cert.empty();
  const bool works = configuration.role == cli::Role::all;
  StopSignal stop_signal{with_tls};
  base::SystemClock clock;
  base::SystemRandom random;
  EngineThread engine;

  base::Metrics metrics;
  auto backend = open_backend(loaded, clock, random, metrics, engine.executor());
  if (!backend) return base::fail(backend.error());
  auto reviewers = make_reviewers(loaded, engine.executor(), clock, random, (*backend)->spend());
  if (!reviewers) return base::fail(reviewers.error());
  auto site = site_options(configuration, configuration.listen);
  if (!site) return base::fail(site.error());
  const auto client_address = site->client_address;

  Parts parts{**backend, *reviewers, clock, engine, loaded, random, metrics};
  if (auto filled = (*backend)->refill(parts.limit); !filled) return filled;
  const http::Api api = api_of(parts, **backend, metrics, configuration);
  if (works) add_job_metrics(metrics, parts.worker.counters());
  if (reviewers->llm_reviewer) add_model_metrics(metrics, *reviewers->llm_reviewer);
  http::Site application{api, std::move(*site)};
  auto listening = Listening::open(configuration, configuration.listen, client_address, application);
  if (!listening) return base::fail(listening.error());
  (*listening)->start();
  std::vector<std::future<void>> running;
  auto backend_ended = engine.start((*backend)->run());
  if (works) running.push_back(engine.start(parts.worker.run()));
  running.push_back(engine.start(parts.sweeper.run()));
  running.push_back(engine.start(parts.access.run()));
  running.push_back(engine.start(note_start((*backend)->audit(), loaded, clock.now())));

  const auto announce = [&] { return parts.access.announce((*listening)->local_url(), (*listening)->pin()); };
  if (auto announced = announce(); !announced) return announced;
  out.write("Assay serves " + (*listening)->url() + "\n");
  out.flush();
  return_free_memory();

  const int signal = stop_signal.wait([&] { (*listening)->reload(announce); });
  base::log::info("stopping", {{"signal", signal}});
  parts.readiness.drain();
  parts.worker.stop();
  parts.sweeper.stop();
  (*listening)->stop();
  parts.access.stop();
  for (auto& ended : running) ended.wait();
  // After the worker, which tells of what it finished or handed back.
  (*backend)->stop();
  backend_ended.wait();
  engine.start(stop(std::move(*reviewers))).wait();
  // Before the server: what the backend still completes is posted to the server's threads' contexts.
  (*backend)->close();
  return {};
}

}  // namespace assay::app
