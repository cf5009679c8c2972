#include "store/sqlite/database.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/sqlite/issue_states.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

base::Error about(const std::filesystem::path& file, base::Error error) {
  error.message = file.string() + ": " + error.message;
  return error;
}

/// A delay that was stored by a wall clock which has jumped since must not stall a job.
constexpr std::chrono::minutes kLongestDelay{60};

/// Counts commits; empty without metrics.
std::function<void(const Commit&)> commit_counter(base::Metrics* metrics) {
  if (metrics == nullptr) return {};
  auto& seconds =
      metrics->histogram("assay_store_commit_seconds", "Of one commit, the wait for the disk included.",
                         {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1});
  auto& operations = metrics->histogram("assay_store_batch_operations", "Writes in one commit.",
                                        {1, 2, 4, 8, 16, 32, 64, 128, 256});
  return [&seconds, &operations](const Commit& commit) {
    seconds.observe(commit.took.count());
    operations.observe(static_cast<double>(commit.operations));
  };
}

/// The first transaction, outside of the writer because its result is needed before anything else.
base::Result<Recovered> recover_now(Connection& db, base::Timestamp now, const StepHook& hook) {
  WriteTransaction tx{db, hook};
  db.run("BEGIN IMMEDIATE");
  auto recovered = recover(tx, now);
  tx.rollups.flush(db);
  db.run("COMMIT");
  if (db.error()) return base::fail(*db.error());
  return recovered;
}

}  // namespace

Database::Database(DataFolder folder, DatabaseOptions options, const base::Clock& clock)
    : folder_(std::move(folder)), options_(std::move(options)), clock_(clock) {}

Database::~Database() {
  if (indexer_) indexer_->stop();
}

base::Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options, const base::Clock& clock) {
  auto folder = DataFolder::open(options.folder);
  if (!folder) return base::fail(std::move(folder.error()));
  if (auto made = create_private_file(folder->database_file()); !made)
    return base::fail(std::move(made.error()));
  std::unique_ptr<Database> database{new Database{std::move(*folder), std::move(options), clock}};
  auto writing = database->connect(OpenMode::read_write);
  if (!writing) return base::fail(std::move(writing.error()));
  if (auto started = database->start(std::move(*writing)); !started) {
    return base::fail(about(database->folder_.database_file(), std::move(started.error())));
  }
  return database;
}

base::Result<std::unique_ptr<Connection>> Database::connect(OpenMode mode) const {
  auto connection = Connection::open(folder_.database_file(), mode);
  if (!connection) return connection;
  (*connection)->execute("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096; PRAGMA foreign_keys=OFF");
  if ((*connection)->error()) return base::fail(about(folder_.database_file(), *(*connection)->error()));
  return connection;
}

base::Result<void> Database::start(std::unique_ptr<Connection> writing) {
  Connection& db = *writing;
  db.execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA "
      "secure_delete=ON; "
      "PRAGMA cache_size=-16384");
  if (db.error()) return base::fail(*db.error());
  if (auto migrated = migrate(db); !migrated) return migrated;
  if (options_.max_bytes > 0) {
    const auto page = db.scalar("PRAGMA page_size").value_or(4096);
    db.execute(
        ("PRAGMA max_page_count=" + std::to_string(std::max<std::int64_t>(1, options_.max_bytes / page)))
            .c_str());
  }
  auto recovered = recover_now(db, clock_.now(), options_.step_hook);
  if (!recovered) return base::fail(std::move(recovered.error()));
  recovered_ = std::move(*recovered);
  fences_ = Fences{recovered_.epoch};
  load_stated(db, stated_);
  if (db.error()) return base::fail(*db.error());
  const auto wall = clock_.now();
  for (const auto& entry : recovered_.delayed) {
    const auto left = std::clamp<base::Micros>(entry.not_before - wall, base::Micros{0}, kLongestDelay);
    delayed_.add(entry, clock_.steady() + left);
  }
  if (recovered_.unfinished > 0) signal_.set();

  auto checkpointing = connect(OpenMode::read_write);
  if (!checkpointing) return base::fail(std::move(checkpointing.error()));
  auto indexing = connect(OpenMode::read_only);
  if (!indexing) return base::fail(std::move(indexing.error()));
  std::vector<std::unique_ptr<Connection>> reading;
  for (unsigned i = 0; i < std::max(1U, options_.readers); ++i) {
    auto connection = connect(OpenMode::read_only);
    if (!connection) return base::fail(std::move(connection.error()));
    // In KiB: what the statistics of a year read of a million reviews, so that the next ones find it.
    (*connection)->execute("PRAGMA cache_size=-16384");
    reading.push_back(std::move(*connection));
  }
  checkpointer_ = std::make_unique<Checkpointer>(std::move(*checkpointing));
  readers_ = std::make_unique<ReaderPool>(std::move(reading));
  auto committed = [this, count = commit_counter(options_.metrics)](const Commit& commit) {
    checkpointer_->committed(commit.log_pages);
    indexer_->poke();
    if (count) count(commit);
  };
  writer_ = std::make_unique<Writer>(std::move(writing), options_.step_hook, std::move(committed));
  indexer_ = std::make_unique<SearchIndexer>(std::move(*indexing), *writer_, options_.search_gather);
  // Not before it stands in its place: its first commit pokes it there.
  indexer_->start();
  return {};
}

base::Result<std::vector<StoredAdmission>> Database::recent_admissions(base::Timestamp since) {
  auto connection = connect(OpenMode::read_write);
  if (!connection) return base::fail(std::move(connection.error()));
  Connection& db = **connection;
  db.run("DELETE FROM admissions WHERE at<?1", stored(since));
  std::vector<StoredAdmission> admissions;
  {
    auto rows = db.query("SELECT caller, at FROM admissions ORDER BY at");
    while (rows.step()) admissions.push_back({rows.text(0), timestamp(rows.int64(1))});
  }
  if (db.error()) return base::fail(*db.error());
  return admissions;
}

}  // namespace assay::store
