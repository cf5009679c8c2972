#pragma once
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>

#include "base/task_group.hpp"
#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_pending.hpp"
#include "store/sqlite/writer.hpp"

namespace assay::store {

/// Brings the index of the search up to date on a thread of its own: reads what is pending, finds the words,
/// and hands the changes to the writer in small pieces, at most a quarter of its time, so that no submission
/// waits for it. What is submitted or finished is found within a second, unless more comes than that quarter
/// can take: then it catches up when there is less.
class SearchIndexer {
 public:
  /// `writer` outlives it. What comes within `gather` is indexed together: a review is mostly finished
  /// shortly after it was submitted.
  SearchIndexer(std::unique_ptr<Connection> reading, Writer& writer, base::Micros gather);
  /// `stop` was called, or `start` never was.
  ~SearchIndexer();
  SearchIndexer(const SearchIndexer&) = delete;
  SearchIndexer& operator=(const SearchIndexer&) = delete;

  /// Begins, also with what is pending from before: it writes at once, and the writer pokes whom it knows.
  void start();
  /// Ends after the piece at hand and joins; what is pending stays so. Before the writer goes, which pokes up
  /// to its end.
  void stop();
  /// Something was committed. Any thread; cheap.
  void poke();

 private:
  base::Task<void> loop();
  base::Task<bool> index_some();
  base::Task<bool> write(std::vector<PendingDocument> pending);

  const std::unique_ptr<Connection> db_;
  Writer& writer_;
  const base::Micros gather_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<base::Executor> work_;
  base::Wakeup wake_;
  std::atomic<bool> poked_{true};  ///< there may be something pending
  std::atomic<bool> asleep_{false};
  bool stopping_ = false;  ///< on the thread
  std::thread thread_;
};

}  // namespace assay::store
