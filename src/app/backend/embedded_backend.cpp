#include "app/backend/embedded_backend.hpp"

#include <filesystem>

#include "app/await.hpp"
#include "app/free_space.hpp"
#include "app/refill_limits.hpp"
#include "broker/local/event_hub.hpp"
#include "broker/local/local_rate_limiter.hpp"
#include "store/sqlite/audit_log.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/import_sink.hpp"
#include "store/sqlite/job_queue.hpp"
#include "store/sqlite/key_store.hpp"
#include "store/sqlite/review_store.hpp"
#include "store/sqlite/spend_ledger.hpp"

namespace assay::app {
namespace {

/// What to do about an error of the store.
std::string_view advice_for(base::Errc code) {
  switch (code) {
    case base::Errc::exhausted:
      return "; make room on the disk of the data folder, it goes on by itself then";
    case base::Errc::corrupt:
      return "; restore a backup into another folder, and keep this one to look into";
    case base::Errc::unavailable:
      return "; check the data folder's disk and rights, then restart";
    default:
      return "; the log has more";
  }
}

/// Below the first, submissions will soon be refused; below the second they may be at any moment.
constexpr std::uintmax_t kLittle = 1ULL << 30;
constexpr std::uintmax_t kTooLittle = 32ULL << 20;

http::ReadinessCheck check_disk(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  if (error) return {"disk", false, "the data folder can't be looked at: " + error.message()};
  const auto left = free_space_text(space.available);
  if (space.available < kTooLittle)
    return {"disk", false, left + "; make room, or submissions will be refused"};
  return {"disk", true, space.available < kLittle ? left + "; make room soon" : left};
}

class EmbeddedBackend final : public Backend {
 public:
  EmbeddedBackend(std::unique_ptr<store::Database> opened, const base::Clock& clock)
      : database_(std::move(opened)),
        clock_(clock),
        store_(*database_),
        queue_(*database_),
        spend_(*database_),
        keys_(*database_),
        audit_(*database_),
        importing_(*database_),
        hub_(clock),
        limiter_(clock) {}

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
  core::EventBus& bus() override { return hub_; }
  core::RateLimiter& limiter() override { return limiter_; }

  bool is_shared() const override { return false; }
  base::Result<void> refill(const http::SubmissionLimit& limit) override {
    const auto keys = await(keys_.list(std::nullopt));
    if (!keys) return base::fail(keys.error());
    return refill_limits(limiter_, limit, *keys, *database_, clock_);
  }
  base::Result<void> announce(const std::string& url, const std::string& token,
                              const std::string& pin) override {
    return database_->folder().announce({url, token, pin});
  }
  base::Task<std::vector<http::ReadinessCheck>> checks() override {
    const auto answered = co_await store_.ping();
    std::vector<http::ReadinessCheck> checks;
    checks.push_back({"store", answered.has_value(),
                      answered ? "embedded SQLite"
                               : answered.error().message + std::string{advice_for(answered.error().code)}});
    checks.push_back(check_disk(database_->folder().path()));
    co_return checks;
  }

  base::Task<void> run() override { co_return; }
  void stop() override {}
  void close() override { database_.reset(); }

 private:
  std::unique_ptr<store::Database> database_;
  const base::Clock& clock_;
  store::SqliteReviewStore store_;
  store::SqliteJobQueue queue_;
  store::SqliteSpendLedger spend_;
  store::SqliteKeyStore keys_;
  store::SqliteAuditLog audit_;
  store::SqliteImportSink importing_;
  broker::EventHub hub_;
  broker::LocalRateLimiter limiter_;
};

}  // namespace

base::Result<std::unique_ptr<Backend>> open_embedded_backend(const cli::Configuration& configuration,
                                                             const base::Clock& clock,
                                                             base::Metrics& metrics) {
  store::DatabaseOptions options;
  options.folder = configuration.data;
  options.metrics = &metrics;
  auto database = store::Database::open(options, clock);
  if (!database) return base::fail(database.error());
  return std::make_unique<EmbeddedBackend>(std::move(*database), clock);
}

}  // namespace assay::app
