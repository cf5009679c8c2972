#include "app/serve.hpp"

#include <map>

#include "analysis/isolation/linter_child.hpp"
#include "analysis/isolation/sandbox.hpp"
#include "app/allocator.hpp"
#include "app/detect_language.hpp"
#include "app/engine_thread.hpp"
#include "app/reviewers.hpp"
#include "app/server_readiness.hpp"
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

/// A restart must not give every caller a fresh quota.
base::Result<void> refill(broker::LocalRateLimiter& limiter, store::Database& database,
                          const std::vector<core::RatePolicy>& policies, const base::Clock& clock) {
  if (policies.empty()) return {};
  const auto stored = database.recent_admissions(clock.now() - policies.front().period);
  if (!stored) return base::fail(stored.error());
  std::map<std::string, std::vector<base::Timestamp>> by_caller;
  for (const auto& admission : *stored) by_caller[admission.caller].push_back(admission.at);
  for (auto& [caller, times] : by_caller) limiter.refill(caller, policies, std::move(times));
  return {};
}

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

http::ServerOptions server_options(const cli::Configuration& configuration) {
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

void add_job_metrics(base::Metrics& metrics, const review::WorkerCounters& counters) {
  const auto count = [&](std::string_view outcome, const std::atomic<std::int64_t>& value) {
    metrics.counter_from("assay_jobs_total", "Jobs that ended, by outcome, and attempts that were put off.",
                         [&value] { return static_cast<double>(value.load()); },
                         {{"outcome", std::string{outcome}}});
  };
  count("completed", counters.completed);
  count("failed", counters.failed);
  count("retried", counters.retried);
  count("stale", counters.stale);
  metrics.gauge("assay_jobs_running", "Jobs that this process works on.",
                [&counters] { return static_cast<double>(counters.running.load()); });
}

void add_model_metrics(base::Metrics& metrics, const llm::CallCounters& counters) {
  const auto add = [&](std::string_view name, std::string_view help, const std::atomic<std::int64_t>& value,
                       double unit, const base::MetricLabels& labels = {}) {
    metrics.counter_from(
        name, help, [&value, unit] { return static_cast<double>(value.load()) * unit; }, labels);
  };
  constexpr double kMillionth = 1e-6;
  const auto* calls = "Calls to models, by outcome.";
  add("assay_llm_calls_total", calls, counters.answered, 1, {{"outcome", "answered"}});
  add("assay_llm_calls_total", calls, counters.failed, 1, {{"outcome", "failed"}});
  add("assay_llm_calls_total", calls, counters.refused_by_budget, 1, {{"outcome", "refused_by_budget"}});
  const auto* tokens = "Tokens that providers reported, by direction.";
  add("assay_llm_tokens_total", tokens, counters.input_tokens, 1, {{"direction", "input"}});
  add("assay_llm_tokens_total", tokens, counters.output_tokens, 1, {{"direction", "output"}});
  add("assay_llm_cost_usd_total", "Dollars, of calls whose price is known.", counters.micro_usd, kMillionth);
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

std::string linters_in_words(const analysis::LinterSet& linters) {
  std::string out;
  const auto versions = linters.versions();
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto& one = linters.installed()[i];
    out.append(out.empty() ? "" : ", ").append(one.name);
    if (!versions[i].empty()) out.append(" ").append(versions[i]);
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
        EngineThread& engine, const cli::Configuration& configuration, base::Random& random)
      : database(std::move(opened)),
        store(*database),
        queue(*database),
        hub(time),
        limiter(time),
        reviewers(std::move(made)),
        pipeline(reviewers.in_order(), time),
        hot(kHotBytes),
        submitter({store, queue, hub, pipeline, time, random, detect_language}),
        reader(store, hot),
        canceller({store, queue, hub, active, hot, time}),
        rerunner(reader, submitter),
        triage({reader, store, hot, time}),
        comparer(reader),
        worker({store, queue, hub, store, pipeline, active, time, random, engine.executor()},
               worker_config(configuration)),
        sweeper(store, hot, time, engine.executor(), sweeper_config(configuration)),
        limit(limiter, {configuration.rate_limit_per_hour}),
        readiness(store, facts_at_start(reviewers), reviewer_infos(reviewers)),
        assets(http::embedded_page(), http::embedded_docs()) {
    add_job_metrics(metrics, worker.counters());
    if (reviewers.llm_reviewer) add_model_metrics(metrics, reviewers.llm_reviewer->counters());
  }

  std::unique_ptr<store::Database> database;
  store::SqliteReviewStore store;
  store::SqliteJobQueue queue;
  broker::EventHub hub;
  broker::LocalRateLimiter limiter;
  Reviewers reviewers;
  review::Pipeline pipeline;
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
  base::Metrics metrics;
  http::SubmissionLimit limit;
  http::KeysInProgress keys_in_progress;
  ServerReadiness readiness;
  http::Assets assets;
};

}  // namespace

base::Result<void> serve(const cli::LoadedConfiguration& loaded, cli::Output& out) {
  const auto& configuration = loaded.values;
  StopSignal stop_signal;
  base::SystemClock clock;
  base::SystemRandom random;
  EngineThread engine;

  store::DatabaseOptions options;
  options.folder = configuration.data;
  auto database = store::Database::open(options, clock);
  if (!database) return base::fail(database.error());
  store::SqliteSpendLedger ledger{**database};
  auto reviewers = make_reviewers(loaded, engine.executor(), clock, random, ledger);
  if (!reviewers) return base::fail(reviewers.error());
  auto site = site_options(configuration);
  if (!site) return base::fail(site.error());

  Parts parts{std::move(*database), clock, std::move(*reviewers), engine, configuration, random};
  if (auto filled = refill(parts.limiter, *parts.database, parts.limit.policies(), clock); !filled)
    return filled;
  http::Api api{parts.submitter,        parts.reader,  parts.canceller, parts.rerunner,  parts.triage,
                parts.comparer,         parts.hub,     parts.queue,     parts.readiness, parts.limit,
                parts.keys_in_progress, parts.metrics, parts.assets};
  api.max_body_bytes = static_cast<std::size_t>(configuration.http.max_body_bytes);
  api.max_code_bytes = api.max_body_bytes;
  http::Site application{api, std::move(*site)};
  auto server = http::Server::listen(server_options(configuration), application);
  if (!server) return base::fail(server.error());
  (*server)->start();
  auto worker_ended = engine.start(parts.worker.run());
  auto sweeper_ended = engine.start(parts.sweeper.run());

  cli::ListenAddress address = configuration.listen;
  address.port = (*server)->port();
  out.write("Assay serves http://" + cli::to_string(address) + "\n");
  out.flush();
  return_free_memory();

  const int signal = stop_signal.wait();
  base::log::info("stopping", {{"signal", signal}});
  parts.readiness.drain();
  parts.worker.stop();
  parts.sweeper.stop();
  (*server)->stop(kServerStop);
  worker_ended.wait();
  sweeper_ended.wait();
  engine.start(stop(std::move(parts.reviewers))).wait();
  // Before the server: what the database still completes is posted to the server's threads' contexts.
  parts.database.reset();
  return {};
}

}  // namespace assay::app
