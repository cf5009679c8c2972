#include "app/serve.hpp"

#include "analysis/isolation/linter_child.hpp"
#include "analysis/isolation/sandbox.hpp"
#include "app/allocator.hpp"
#include "app/detect_language.hpp"
#include "app/engine_thread.hpp"
#include "app/refill_limits.hpp"
#include "app/reviewers.hpp"
#include "app/rule_catalog.hpp"
#include "app/server_access.hpp"
#include "app/server_metrics.hpp"
#include "app/server_readiness.hpp"
#include "app/settings_facts.hpp"
#include "app/stop_signal.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "broker/local/event_hub.hpp"
#include "broker/local/local_rate_limiter.hpp"
#include "cli/config/derived.hpp"
#include "http/assets/assets.hpp"
#include "http/middleware/idempotency.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/server/server.hpp"
#include "http/server/tls.hpp"
#include "http/site.hpp"
#include "review/canceller.hpp"
#include "review/comparer.hpp"
#include "review/issue_triage.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"
#include "review/submitter.hpp"
#include "review/sweeper.hpp"
#include "review/worker.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/job_queue.hpp"
#include "store/sqlite/review_store.hpp"
#include "store/sqlite/spend_ledger.hpp"

namespace assay::app {
namespace {

constexpr std::size_t kHotBytes = 32 << 20;
constexpr std::chrono::seconds kServerStop{10};

base::Result<http::SiteOptions> site_options(const cli::Configuration& configuration) {
  http::SiteOptions options;
  options.allowed_origins = cli::allowed_origins(configuration);
  options.loopback_only = cli::is_loopback(configuration.listen);
  const auto proxies = cli::trusted_networks(configuration);
  if (proxies.empty()) return options;
  auto client = http::ClientAddress::trusting(proxies);
  if (!client) return base::fail(client.error());
  options.client_address = std::move(*client);
  return options;
}

/// Where this machine reaches a server that listens on all addresses.
std::string local_url(std::string url, const cli::ListenAddress& address) {
  const auto shown = cli::to_string(address);
  const auto at = url.find(shown);
  if (address.host == "0.0.0.0")
    return url.replace(at, shown.size(), "127.0.0.1:" + std::to_string(address.port));
  if (address.host == "::") return url.replace(at, shown.size(), "[::1]:" + std::to_string(address.port));
  return url;
}

http::ServerOptions server_options(const cli::Configuration& configuration,
                                   const http::ClientAddress& client_address) {
  const auto milliseconds = [](base::Micros time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time);
  };
  http::ServerOptions options;
  options.address = configuration.listen.host;
  options.port = configuration.listen.port;
  options.threads = configuration.http.threads;
  options.limits.max_head_bytes = static_cast<std::size_t>(configuration.http.max_header_bytes);
  options.limits.max_body_bytes = static_cast<std::size_t>(configuration.http.max_body_bytes);
  options.limits.max_connections = static_cast<std::size_t>(configuration.http.max_connections);
  constexpr std::int64_t kPerAddress = 1024;
  const auto& per_address = configuration.http.max_connections_per_address;
  options.limits.max_connections_per_address = static_cast<std::size_t>(per_address.value_or(kPerAddress));
  if (!per_address) {
    options.is_exempt = [client_address](std::string_view peer) {
      return http::is_loopback_address(peer) || client_address.is_proxy(peer);
    };
  }
  options.limits.head_timeout = milliseconds(configuration.http.header_timeout);
  options.limits.body_timeout = milliseconds(configuration.http.body_timeout);
  options.limits.idle_timeout = milliseconds(configuration.http.idle_timeout);
  options.limits.write_stall_timeout = milliseconds(configuration.http.write_timeout);
  return options;
}

review::WorkerConfig worker_config(const cli::Configuration& configuration) {
  review::WorkerConfig config;
  config.concurrency = configuration.worker.concurrency;
  config.drain_grace = configuration.worker.drain_grace;
  config.cache_ttl = configuration.cache.enabled ? configuration.cache.ttl : base::Micros{0};
  return config;
}

review::SweeperConfig sweeper_config(const cli::Configuration& configuration) {
  review::SweeperConfig config;
  config.keep_submissions = configuration.retention.submissions;
  config.keep_code = configuration.retention.code;
  return config;
}

std::vector<http::ReviewerInfo> reviewer_infos(const Reviewers& reviewers) {
  http::ReviewerInfo analyzer{"static", reviewers.static_reviewer != nullptr, "built-in analyzer",
                              std::nullopt};
  http::ReviewerInfo model{"llm", reviewers.llm_reviewer != nullptr, "", std::nullopt};
  if (reviewers.llm_reviewer) {
    model.detail = reviewers.llm_reviewer->origin();
    model.model = reviewers.llm_reviewer->model();
  } else {
    model.detail = "no model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own";
  }
  return {analyzer, model};
}

/// Without their versions: asking each for its own takes seconds, and the server has to be there at once.
std::string linters_in_words(const analysis::LinterSet& linters) {
  std::string out;
  for (const auto& one : linters.installed()) {
    out.append(out.empty() ? "" : ", ").append(one.name);
    if (!one.enabled) out.append(" (off: ").append(one.detail).append(")");
  }
  return out.empty() ? "none installed" : out;
}

/// A kernel that can't seal the analyzer off is told, but is no reason to be not ready.
std::vector<http::ReadinessCheck> facts_at_start(const Reviewers& reviewers) {
  std::string detail;
  auto missing = analysis::missing_kernel_features();
  std::ranges::move(analysis::missing_linter_features(), std::back_inserter(missing));
  for (const auto& feature : missing) {
    detail.append(detail.empty() ? "the kernel lacks " : ", ").append(feature);
  }
  std::vector<http::ReadinessCheck> facts = {
      {"sandbox", true, detail.empty() ? "seccomp, Landlock and resource limits" : detail}};
  if (reviewers.linters) facts.push_back({"linters", true, linters_in_words(*reviewers.linters)});
  return facts;
}

/// Everything of one serving process, in the order in which it is built; taken down in the opposite one.
struct Parts {
  Parts(std::unique_ptr<store::Database> opened, const base::Clock& time, Reviewers made,
        EngineThread& engine, const cli::LoadedConfiguration& loaded, base::Random& random,
        base::Metrics& metrics)
      : Parts(std::move(opened), time, std::move(made), engine, loaded, loaded.values, random, metrics) {}
  Parts(std::unique_ptr<store::Database> opened, const base::Clock& time, Reviewers made,
        EngineThread& engine, const cli::LoadedConfiguration& loaded, const cli::Configuration& configuration,
        base::Random& random, base::Metrics& metrics)
      : database(std::move(opened)),
        store(*database),
        queue(*database),
        hub(time),
        limiter(time),
        reviewers(std::move(made)),
        pipeline(reviewers.in_order(), time),
        job_metrics(metrics),
        hot(kHotBytes),
        submitter({store, queue, hub, pipeline, time, random, detect_language, &job_metrics}),
        reader(store, hot),
        canceller({store, queue, hub, active, hot, time}),
        rerunner(reader, submitter),
        triage({reader, store, hot, time}),
        comparer(reader),
        worker({store, queue, hub, store, pipeline, active, time, random, engine.executor(), &job_metrics},
               worker_config(configuration)),
        sweeper(store, hot, time, engine.executor(), sweeper_config(configuration)),
        access(*database, limiter, time, random, configuration.access, engine.executor()),
        rules(loaded),
        settings(settings_facts(loaded, reviewers)),
        limit(limiter, {configuration.rate_limit_per_hour}),
        readiness(store, configuration.data, facts_at_start(reviewers), reviewer_infos(reviewers)),
        assets(http::embedded_page(), http::embedded_docs()) {}

  std::unique_ptr<store::Database> database;
  store::SqliteReviewStore store;
  store::SqliteJobQueue queue;
  broker::EventHub hub;
  broker::LocalRateLimiter limiter;
  Reviewers reviewers;
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

}  // namespace

base::Result<void> serve(const cli::LoadedConfiguration& loaded, cli::Output& out) {
  const auto& configuration = loaded.values;
  const bool with_tls = !configuration.tls.cert.empty();
  StopSignal stop_signal{with_tls ? StopSignal::Hangup::reloads : StopSignal::Hangup::ends};
  base::SystemClock clock;
  base::SystemRandom random;
  EngineThread engine;

  base::Metrics metrics;
  store::DatabaseOptions options;
  options.folder = configuration.data;
  options.metrics = &metrics;
  auto database = store::Database::open(options, clock);
  if (!database) return base::fail(database.error());
  store::SqliteSpendLedger ledger{**database};
  auto reviewers = make_reviewers(loaded, engine.executor(), clock, random, ledger);
  if (!reviewers) return base::fail(reviewers.error());
  auto site = site_options(configuration);
  if (!site) return base::fail(site.error());
  std::unique_ptr<http::TlsCredentials> tls;
  if (with_tls) {
    auto read = http::TlsCredentials::load(configuration.tls.cert, configuration.tls.key);
    if (!read) return base::fail(read.error());
    tls = std::move(*read);
  }
  auto options_of_server = server_options(configuration, site->client_address);
  options_of_server.tls = tls.get();

  Parts parts{std::move(*database), clock, std::move(*reviewers), engine, loaded, random, metrics};
  if (auto filled =
          refill_limits(parts.limiter, parts.limit, parts.access.all_keys(), *parts.database, clock);
      !filled)
    return filled;
  http::Api api{parts.submitter,
                parts.reader,
                parts.canceller,
                parts.rerunner,
                parts.triage,
                parts.comparer,
                parts.hub,
                parts.queue,
                parts.readiness,
                parts.limit,
                parts.keys_in_progress,
                metrics,
                parts.assets,
                parts.access.keys(),
                parts.access.audit(),
                parts.rules,
                parts.settings,
                parts.access.control(),
                parts.access.sign_in_limit()};
  api.max_body_bytes = static_cast<std::size_t>(configuration.http.max_body_bytes);
  api.max_code_bytes = api.max_body_bytes;
  add_job_metrics(metrics, parts.worker.counters());
  if (parts.reviewers.llm_reviewer) add_model_metrics(metrics, parts.reviewers.llm_reviewer->counters());
  http::Site application{api, std::move(*site)};
  auto server = http::Server::listen(std::move(options_of_server), application);
  if (!server) return base::fail(server.error());
  (*server)->start();
  auto worker_ended = engine.start(parts.worker.run());
  auto sweeper_ended = engine.start(parts.sweeper.run());
  auto access_ended = engine.start(parts.access.run());

  cli::ListenAddress address = configuration.listen;
  address.port = (*server)->port();
  const auto url = (tls ? "https://" : "http://") + cli::to_string(address);
  const auto announce = [&] { return parts.access.announce(local_url(url, address), tls ? tls->pin() : ""); };
  if (auto announced = announce(); !announced) return announced;
  out.write("Assay serves " + url + "\n");
  out.flush();
  return_free_memory();

  const int signal = stop_signal.wait([&] {
    auto reloaded = tls->reload();
    if (reloaded) reloaded = announce();
    if (reloaded) {
      base::log::info("the certificate was read again");
    } else {
      base::log::error("the certificate could not be read again", {{"reason", reloaded.error().message}});
    }
  });
  base::log::info("stopping", {{"signal", signal}});
  parts.readiness.drain();
  parts.worker.stop();
  parts.sweeper.stop();
  (*server)->stop(kServerStop);
  worker_ended.wait();
  sweeper_ended.wait();
  parts.access.stop();
  access_ended.wait();
  engine.start(stop(std::move(parts.reviewers))).wait();
  // Before the server: what the database still completes is posted to the server's threads' contexts.
  parts.database.reset();
  return {};
}

}  // namespace assay::app
