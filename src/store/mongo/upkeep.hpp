#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "base/outage.hpp"
#include "base/random.hpp"
#include "base/task_group.hpp"
#include "store/mongo/news.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// How often the database is asked whether there is anything to do.
struct UpkeepPace {
  base::Micros busy = std::chrono::milliseconds{250};  ///< after there was something
  base::Micros idle = std::chrono::seconds{1};         ///< after there was nothing, or no answer
  base::Micros sealing = std::chrono::seconds{5};      ///< for rollups, which wait for a minute anyway
};

/// Gives submissions their words (search_index.hpp) and computes rollups (rollups.hpp), on a thread of its
/// own as long as it lives: what is submitted or finished is found within a second. Every node has one; they
/// share the work, and each does at once what it was told of. While the database is away it waits for it.
class MongoUpkeep {
 public:
  /// All outlive it.
  MongoUpkeep(mongo::Pool& pool, const base::Clock& clock, base::Random& random, MongoNews& news,
              UpkeepPace pace = {});
  /// Ends after the piece at hand.
  ~MongoUpkeep();
  MongoUpkeep(const MongoUpkeep&) = delete;
  MongoUpkeep& operator=(const MongoUpkeep&) = delete;

 private:
  struct Piece {
    bool more = false;   ///< there is more to do now
    bool found = false;  ///< there was anything
  };
  base::Task<void> loop();
  base::Task<base::Result<Piece>> do_some();

  mongo::Pool& pool_;
  const base::Clock& clock_;
  base::Random& random_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<base::Executor> work_;
  base::Wakeup wake_;
  MongoNews& news_;
  UpkeepPace pace_;
  base::Outage outage_;
  std::optional<base::Micros> sealed_;  ///< when that was tried last
  bool stopping_ = false;               ///< on the thread
  std::thread thread_;
};

namespace mongo {

/// All of that at once, until nothing is left. Buckets count as quiet whenever they have changed: only where
/// nobody else writes.
base::Result<void> keep_up(Client& client, base::Timestamp now, base::Random& random);

}  // namespace mongo
}  // namespace assay::store
