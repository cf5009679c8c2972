#include "app/backend/scale_out_backend.hpp"

#include "app/backend/scale_out_metrics.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "broker/redis/event_bus.hpp"
#include "broker/redis/job_queue.hpp"
#include "broker/redis/make_client.hpp"
#include "broker/redis/rate_limiter.hpp"
#include "review/reconciler.hpp"
#include "store/mongo/audit_log.hpp"
#include "store/mongo/import_sink.hpp"
#include "store/mongo/job_ledger.hpp"
#include "store/mongo/key_store.hpp"
#include "store/mongo/open.hpp"
#include "store/mongo/review_store.hpp"
#include "store/mongo/spend_ledger.hpp"
#include "store/mongo/upkeep.hpp"

namespace assay::app {
namespace {

namespace redis = broker::redis;

redis::RedisQueueOptions queue_options(const std::string& prefix) {
  redis::RedisQueueOptions options;
  options.prefix = prefix;
  return options;
}

redis::RedisLimiterOptions limiter_options(const std::string& prefix) {
  redis::RedisLimiterOptions options;
  options.prefix = prefix;
  return options;
}

redis::RedisEventOptions event_options(const std::string& prefix) {
  redis::RedisEventOptions options;
  options.prefix = prefix;
  return options;
}

class ScaleOutBackend final : public Backend {
 public:
  ScaleOutBackend(std::unique_ptr<store::mongo::Pool> pool, std::unique_ptr<redis::Client> client,
                  std::string redis_name, const std::string& prefix, const base::Clock& clock,
                  base::Random& random, base::Executor engine)
      : pool_(std::move(pool)),
        client_(std::move(client)),
        redis_name_(std::move(redis_name)),
        store_(*pool_, random, &news_),
        ledger_(*pool_, clock, random),
        spend_(*pool_),
        keys_(*pool_),
        audit_(*pool_),
        importing_(*pool_),
        queue_(*client_, ledger_, clock, random, queue_options(prefix)),
        limiter_(*client_, limiter_options(prefix)),
        bus_(*client_, random, engine, event_options(prefix)),
        reconciler_(ledger_, queue_, clock, engine),
        upkeep_(std::make_unique<store::MongoUpkeep>(*pool_, clock, random, news_)),
        engine_(engine) {}

  core::ReviewStore& store() override { return store_; }
  core::IssueStateStore& states() override { return store_; }
  core::ReplyLog& replies() override { return store_; }
  core::Retention& retention() override { return store_; }
  core::SpendLedger& spend() override { return spend_; }
  core::KeyStore& keys() override { return keys_; }
  core::SessionStore& sessions() override { return keys_; }
  core::AuditLog& audit() override { return audit_; }
  core::ImportSink& importing() override { return importing_; }
  core::JobQueue& queue() override { return queue_; }
  core::EventBus& bus() override { return bus_; }
  core::RateLimiter& limiter() override { return limiter_; }

  bool is_shared() const override { return true; }
  base::Result<void> refill(const http::SubmissionLimit&) override {
    return {};  // Redis still has what others admitted.
  }
  base::Result<void> announce(const std::string&, const std::string&, const std::string&) override {
    return {};
  }

  base::Task<std::vector<http::ReadinessCheck>> checks() override {
    const auto mongo = co_await store_.ping();
    const auto queue = co_await redis::ping(*client_);
    std::vector<http::ReadinessCheck> checks;
    checks.push_back(
        {"store", mongo.has_value(),
         mongo ? "MongoDB, database " + pool_->database()
               : mongo.error().message +
                     "; check mongodb.uri and that the server runs: submissions wait until it is back"});
    checks.push_back({"queue", queue.has_value(),
                      queue
                          ? "Redis at " + redis_name_
                          : queue.error().message + "; check redis.url (" + redis_name_ +
                                ") and that the server runs: what is accepted is worked on once it is back"});
    co_return checks;
  }

  base::Task<void> run() override {
    base::TaskGroup group{engine_};
    group.spawn(queue_.run());
    group.spawn(bus_.run());
    group.spawn(reconciler_.run());
    co_await group.join();
  }
  void stop() override {
    queue_.stop();
    reconciler_.stop();
    bus_.stop();
  }
  void close() override {
    upkeep_.reset();
    pool_.reset();
  }

 private:
  std::unique_ptr<store::mongo::Pool> pool_;
  std::unique_ptr<redis::Client> client_;
  std::string redis_name_;
  store::MongoNews news_;
  store::MongoReviewStore store_;
  store::MongoJobLedger ledger_;
  store::MongoSpendLedger spend_;
  store::MongoKeyStore keys_;
  store::MongoAuditLog audit_;
  store::MongoImportSink importing_;
  redis::RedisJobQueue queue_;
  redis::RedisRateLimiter limiter_;
  redis::RedisEventBus bus_;
  review::Reconciler reconciler_;
  std::unique_ptr<store::MongoUpkeep> upkeep_;
  base::Executor engine_;
};

}  // namespace

base::Result<std::unique_ptr<Backend>> open_scale_out_backend(const cli::Configuration& configuration,
                                                              const base::Clock& clock, base::Random& random,
                                                              base::Metrics& metrics, base::Executor engine) {
  const auto& settings = configuration.scale_out;
  const auto url = redis::RedisUrl::parse(settings.redis_url);
  if (!url) return base::fail(url.error().code, "redis.url: " + url.error().message, "redis.url");
  auto client = redis::make_client(*url, engine);
  if (!client) return base::fail(client.error().code, "redis.url: " + client.error().message, "redis.url");
  store::mongo::PoolOptions of_pool;
  of_pool.uri = settings.mongodb_uri;
  of_pool.database = settings.mongodb_database;
  of_pool.observe = count_mongo_commands(metrics);
  auto pool = store::open_mongo(std::move(of_pool));
  if (!pool) return base::fail(pool.error().code, "mongodb.uri: " + pool.error().message, "mongodb.uri");
  add_redis_metrics(metrics, **client);
  return std::make_unique<ScaleOutBackend>(std::move(*pool), std::move(*client), url->shown(),
                                           settings.redis_prefix, clock, random, engine);
}

}  // namespace assay::app
