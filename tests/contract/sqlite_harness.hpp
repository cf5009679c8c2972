#pragma once
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "contract/store_harness.hpp"
#include "contract/temp_folder.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/import_sink.hpp"
#include "store/sqlite/job_queue.hpp"
#include "store/sqlite/review_store.hpp"
#include "store/sqlite/spend_ledger.hpp"

namespace assay::contract {

/// The embedded store in a folder of its own, which can be closed and opened again.
class SqliteHarness final : public StoreHarness {
 public:
  explicit SqliteHarness(store::DatabaseOptions options = {}) : options_(std::move(options)) {
    options_.folder = folder_.path() / "data";
    options_.search_gather = base::Micros{1};
    open();
  }

  core::ReviewStore& store() override { return *store_; }
  core::JobQueue& queue() override { return *queue_; }
  core::ReplyLog& replies() override { return *store_; }
  core::IssueStateStore& states() override { return *store_; }
  void settle_search() override {
    auto reading = store::Connection::open(file(), store::OpenMode::read_only);
    if (!reading) throw std::runtime_error(reading.error().message);
    const auto pending = [&] { return (*reading)->scalar("SELECT count(*) FROM search_pending"); };
    while (pending() != 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  core::SpendLedger& spend() override { return *spend_; }
  core::ImportSink& importing() override { return *importing_; }
  store::Database& database() { return *database_; }
  std::filesystem::path file() const { return options_.folder / "assay.db"; }
  std::filesystem::path folder() const { return options_.folder; }

  void close() {
    importing_.reset();
    spend_.reset();
    queue_.reset();
    store_.reset();
    database_.reset();
  }
  void open() {
    auto database = store::Database::open(options_, clock());
    if (!database) throw std::runtime_error(database.error().message);
    database_ = std::move(*database);
    store_.emplace(*database_);
    queue_.emplace(*database_);
    spend_.emplace(*database_);
    importing_.emplace(*database_);
  }
  /// Jobs that are running are as after a crash: nobody handed them back.
  void restart() {
    close();
    open();
  }

 private:
  TempFolder folder_;
  store::DatabaseOptions options_;
  std::unique_ptr<store::Database> database_;
  std::optional<store::SqliteReviewStore> store_;
  std::optional<store::SqliteJobQueue> queue_;
  std::optional<store::SqliteSpendLedger> spend_;
  std::optional<store::SqliteImportSink> importing_;
};

}  // namespace assay::contract
