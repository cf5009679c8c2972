#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Moves the write-ahead log into the database file, on a thread of its own, so that no commit pays for it:
/// while there is traffic without hindering anyone (PASSIVE) each time the log has grown by 4 MB; with the
/// writers held up briefly when it has reached 64 MB all the same; and emptied when there was no write for a
/// second, or after an erasure, because the log still holds what was erased.
class Checkpointer {
 public:
  explicit Checkpointer(std::unique_ptr<Connection> db);
  /// Empties the log and joins.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// After each commit; `pages` is the size of the log. Any thread.
  void committed(int pages);
  /// The log must be emptied soon. Any thread.
  void empty_soon();

 private:
  void loop();

  const std::unique_ptr<Connection> db_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<int> pages_{0};
  std::atomic<std::uint64_t> commits_{0};
  bool due_ = false;
  bool emptying_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace assay::store
