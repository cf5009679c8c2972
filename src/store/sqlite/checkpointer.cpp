#include "store/sqlite/checkpointer.hpp"

#include <pthread.h>
#include <sqlite3.h>

#include <chrono>

#include "base/log.hpp"

namespace assay::store {
namespace {

constexpr int kPassivePages = 1024;
constexpr int kForcedPages = 16 * 1024;
constexpr std::chrono::seconds kIdle{1};

/// False where readers or the writer did not let it finish.
bool checkpoint(Connection& db, int mode) {
  const int code = sqlite3_wal_checkpoint_v2(db.handle(), nullptr, mode, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
    base::log::warn("the write-ahead log could not be moved into the database",
                    {{"error", sqlite3_errstr(code)}});
  }
  return code == SQLITE_OK;
}

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> db)
    : db_(std::move(db)), thread_([this] { loop(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Checkpointer::committed(int pages) {
  const int before = pages_.exchange(pages);
  commits_.fetch_add(1);
  const bool starts = before == 0 && pages > 0;
  const bool grown = pages / kPassivePages != before / kPassivePages;
  if (!starts && !grown) return;
  {
    const std::scoped_lock lock{mutex_};
    due_ = due_ || (grown && pages > before);
  }
  wake_.notify_one();
}

void Checkpointer::empty_soon() {
  {
    const std::scoped_lock lock{mutex_};
    emptying_ = true;
  }
  wake_.notify_one();
}

void Checkpointer::loop() {
  pthread_setname_np(pthread_self(), "db-checkpoint");
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    if (!due_ && !emptying_) {
      if (pages_.load() == 0) {
        wake_.wait(lock, [this] { return stopping_ || due_ || emptying_ || pages_.load() > 0; });
        continue;
      }
      const auto commits = commits_.load();
      const bool busy = wake_.wait_for(lock, kIdle, [this] { return stopping_ || due_ || emptying_; });
      if (busy || commits != commits_.load()) continue;
      emptying_ = true;
    }
    const bool empty = std::exchange(emptying_, false) || pages_.load() >= kForcedPages;
    due_ = false;
    lock.unlock();
    const auto commits = commits_.load();
    checkpoint(*db_, SQLITE_CHECKPOINT_PASSIVE);
    // A commit since then has told its own number of pages. Where it could not be emptied, the next idle
    // second tries again.
    if (empty && checkpoint(*db_, SQLITE_CHECKPOINT_TRUNCATE) && commits == commits_.load()) pages_.store(0);
    lock.lock();
  }
  lock.unlock();
  checkpoint(*db_, SQLITE_CHECKPOINT_TRUNCATE);
}

}  // namespace assay::store
