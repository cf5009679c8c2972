#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/task_group.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// Gives submissions their words (search_index.hpp) and computes rollups (rollups.hpp), on a thread of its
/// own as long as it lives: what is submitted or finished is found within a second. Every node has one; they
/// share the work. While the database is away it waits for it.
class MongoUpkeep {
 public:
  /// All outlive it.
  MongoUpkeep(mongo::Pool& pool, const base::Clock& clock, base::Random& random);
  /// Ends after the piece at hand.
  ~MongoUpkeep();
  MongoUpkeep(const MongoUpkeep&) = delete;
  MongoUpkeep& operator=(const MongoUpkeep&) = delete;

 private:
  base::Task<void> loop();

  mongo::Pool& pool_;
  const base::Clock& clock_;
  base::Random& random_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<base::Executor> work_;
  base::Wakeup wake_;
  bool stopping_ = false;  ///< on the thread
  std::thread thread_;
};

namespace mongo {

/// All of that at once, until nothing is left. Buckets count as quiet whenever they have changed: only where
/// nobody else writes.
base::Result<void> keep_up(Client& client, base::Timestamp now, base::Random& random);

}  // namespace mongo
}  // namespace assay::store
