#pragma once
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/blocking_pool.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Read-only connections, one for each thread of a pool of their own. Readers never wait for the writer.
class ReaderPool {
 public:
  explicit ReaderPool(std::vector<std::unique_ptr<Connection>> connections);

  /// Runs `read(Connection&)`, a Result, on a pool thread and resumes on the awaiting io_context. Everything
  /// that one call reads is of the same moment. An error of the connection takes the place of the result.
  template <class Read, class R = std::invoke_result_t<Read&, Connection&>>
  base::Task<R> run(Read read) {
    auto work = [this, kept = std::move(read)]() mutable {
      auto connection = take();
      connection->run("BEGIN");
      R result = kept(*connection);
      connection->run("COMMIT");
      if (connection->error()) result = base::fail(*connection->error());
      put_back(std::move(connection));
      return result;
    };
    co_return co_await base::run_on(pool_, std::move(work));
  }

 private:
  std::unique_ptr<Connection> take();
  void put_back(std::unique_ptr<Connection> connection);

  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
  base::BlockingPool pool_;
};

}  // namespace assay::store
