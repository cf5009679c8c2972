#include "store/sqlite/writer.hpp"

#include <pthread.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>

#include "base/log.hpp"

namespace assay::store {
namespace {

constexpr std::size_t kMostPerBatch = 256;

/// After a failed fsync the kernel may have dropped the pages and report success next time; nothing written
/// later can be promised to anyone.
bool lost_trust(int sqlite_code) {
  return sqlite_code == SQLITE_IOERR_FSYNC || sqlite_code == SQLITE_IOERR_DIR_FSYNC;
}

int note_log_size(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> db, StepHook hook, std::function<void(const Commit&)> committed)
    : db_(std::move(db)), hook_(std::move(hook)), committed_(std::move(committed)), tx_(*db_, hook_) {
  sqlite3_wal_hook(db_->handle(), note_log_size, &log_pages_);
  thread_ = std::thread{[this] { loop(); }};
}

Writer::~Writer() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Writer::submit(std::unique_ptr<WriteOperation> operation) {
  bool first = false;
  {
    const std::scoped_lock lock{mutex_};
    first = queue_.empty();
    queue_.push_back(std::move(operation));
  }
  if (first) wake_.notify_one();
}

std::optional<base::Error> Writer::broken() const {
  const std::scoped_lock lock{mutex_};
  return broken_;
}

void Writer::loop() {
  pthread_setname_np(pthread_self(), "db-writer");
  std::unique_lock lock{mutex_};
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Batch batch;
    if (queue_.size() <= kMostPerBatch) {
      batch.swap(queue_);
    } else {
      const auto end = queue_.begin() + kMostPerBatch;
      batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
      queue_.erase(queue_.begin(), end);
    }
    lock.unlock();
    run_batch(std::move(batch));
    lock.lock();
  }
}

void Writer::run_batch(Batch batch) {
  if (const auto error = broken()) return tell(std::move(batch), error);
  std::optional<base::Error> error;
  const auto started = std::chrono::steady_clock::now();
  const auto operations = batch.size();
  if (try_commit(batch, error)) {
    const Commit commit{log_pages_, operations, std::chrono::steady_clock::now() - started};
    tx_.committed();
    tx_.step("committed");
    tell(std::move(batch), std::nullopt);
    if (committed_) committed_(commit);
    return;
  }
  // Waiting for a lock took seconds already; each operation alone would only wait again.
  const bool hopeless = error && error->code == base::Errc::unavailable;
  if (batch.size() == 1 || hopeless) return tell(std::move(batch), error);
  for (auto& operation : batch) {
    Batch alone;
    alone.push_back(std::move(operation));
    run_batch(std::move(alone));
  }
}

/// One post for all results of an io_context instead of one for each: a post takes its lock and may wake its
/// thread.
void Writer::tell(Batch batch, const std::optional<base::Error>& error) {
  // What else that thread has to do gets its turn in between.
  constexpr std::size_t kMostPerPost = 64;
  std::vector<Batch> posts;
  for (auto& operation : batch) {
    if (error) operation->fail(*error);
    const auto post = std::ranges::find_if(posts, [&](const Batch& other) {
      return other.size() < kMostPerPost && other.front()->home() == operation->home();
    });
    Batch& chosen = post == posts.end() ? posts.emplace_back() : *post;
    chosen.push_back(std::move(operation));
  }
  for (auto& post : posts) {
    const base::Executor home = post.front()->home();
    boost::asio::post(home, [operations = std::move(post)] {
      for (const auto& operation : operations) operation->resume();
    });
  }
}

bool Writer::try_commit(const Batch& batch, std::optional<base::Error>& error) {
  const bool synced =
      std::ranges::any_of(batch, [](const auto& op) { return op->durability() == Durability::synced; });
  set_sync(synced ? Durability::synced : Durability::lazy);
  db_->run("BEGIN IMMEDIATE");
  const bool good = run_all(batch);
  if (good) {
    tx_.rollups.flush(*db_);
    tx_.step("commit");
    db_->run("COMMIT");
  }
  if (good && !db_->error()) return true;
  error = db_->error();
  if (lost_trust(db_->error_code())) {
    base::log::error("the disk failed to keep what was written; nothing is written any more until a restart");
    const std::scoped_lock lock{mutex_};
    broken_ = base::Error{base::Errc::unavailable,
                          "the disk failed to keep what was written: check it, then restart the server",
                          {}};
    error = broken_;
  }
  undo();
  return false;
}

bool Writer::run_all(const Batch& batch) {
  for (const auto& operation : batch) {
    if (db_->error()) return false;
    const auto before = db_->total_changes();
    const bool ok = operation->run(tx_);
    if (db_->error()) return false;
    // An operation that refuses without having changed anything needs no undoing.
    if (!ok && db_->total_changes() != before) return false;
  }
  return true;
}

void Writer::set_sync(Durability durability) {
  if (sync_ == durability) return;
  // With NORMAL a commit is written to the log but not synced; the log is synced before each checkpoint all
  // the same.
  db_->execute(durability == Durability::synced ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  sync_ = durability;
}

void Writer::undo() {
  db_->clear_error();
  if (db_->in_transaction()) db_->run("ROLLBACK");
  db_->clear_error();
  tx_.undone();
}

}  // namespace assay::store
