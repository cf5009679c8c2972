#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/job_signal.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/claim.hpp"
#include "store/sqlite/data_folder.hpp"
#include "store/sqlite/delayed_jobs.hpp"
#include "store/sqlite/leases.hpp"
#include "store/sqlite/reader_pool.hpp"
#include "store/sqlite/recovery.hpp"
#include "store/sqlite/search_indexer.hpp"
#include "store/sqlite/stated_issues.hpp"
#include "store/sqlite/writer.hpp"

namespace assay::base {
class Metrics;
}

namespace assay::store {

struct DatabaseOptions {
  std::filesystem::path folder;
  unsigned readers = 2;  ///< threads (and connections) for reading, >= 1
  /// How long the search waits for more to index at once; see SearchIndexer.
  base::Micros search_gather{250'000};
  std::int64_t max_bytes =
      0;               ///< the database refuses to grow beyond, as on a full disk; 0: the disk decides
  StepHook step_hook;  ///< see StepHook; empty in production
  base::Metrics* metrics = nullptr;  ///< where commits are counted; outlives the database; null: nowhere
};

/// An admission by the rate limiter in an earlier process.
struct StoredAdmission {
  std::string caller;
  base::Timestamp at;
};

/// The open data folder of one process: the embedded store and queue are two faces of it. What they need of
/// each other is in here; they alone use it. Outlives them and every call on them; destroyed before the
/// io_contexts that called.
class Database {
 public:
  /// Makes or opens the folder, brings the schema up to date, recovers what an earlier process left.
  /// `conflict` where another process holds the folder, `unsupported` where a newer program made the
  /// database, `unavailable`, `exhausted`, `corrupt`: each with a sentence that names the folder or the file.
  /// `clock` outlives the database.
  static base::Result<std::unique_ptr<Database>> open(DatabaseOptions options, const base::Clock& clock);
  ~Database();

  /// What opening found.
  const Recovered& recovered() const { return recovered_; }
  /// Admissions since then, oldest first, to refill the rate limiter at start; older ones are forgotten for
  /// good.
  base::Result<std::vector<StoredAdmission>> recent_admissions(base::Timestamp since);
  /// The folder that is open.
  const DataFolder& folder() const { return folder_; }

 private:
  friend class SqliteReviewStore;
  friend class SqliteJobQueue;
  friend class SqliteSpendLedger;
  friend class SqliteKeyStore;
  friend class SqliteAuditLog;
  friend class SqliteImportSink;

  Database(DataFolder folder, DatabaseOptions options, const base::Clock& clock);
  base::Result<void> start(std::unique_ptr<Connection> writing);
  base::Result<std::unique_ptr<Connection>> connect(OpenMode mode) const;

  DataFolder folder_;
  DatabaseOptions options_;
  const base::Clock& clock_;
  Recovered recovered_;
  Leases leases_;
  DelayedJobs delayed_;
  core::JobSignal signal_;
  StatedIssues stated_;
  Fences fences_{0};  // writer thread
  Turn turn_;         // writer thread
  std::unique_ptr<Checkpointer> checkpointer_;
  std::unique_ptr<ReaderPool> readers_;
  std::unique_ptr<SearchIndexer> indexer_;
  std::unique_ptr<Writer> writer_;  // last: it goes first, once the indexer has stopped
};

}  // namespace assay::store
