#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "broker/redis/client.hpp"

namespace assay::broker::redis {

struct RedisQueueOptions {
  std::string prefix = "assay";  ///< of all keys; those who share a Redis need one each
  base::Micros longest_step = std::chrono::seconds{5};  ///< see scripts/queue.lua
  base::Micros grace = std::chrono::seconds{1};         ///< see scripts/queue_restore.lua
  base::Micros remember_ended = std::chrono::minutes{1};
  /// The queue's time is that of the clock it was made with, not of the Redis server: for tests.
  bool time_of_clock = false;
};

/// Calls of the queue's scripts. All of them may be executed twice, so a call whose reply did not come is
/// repeated once.
class QueueCalls {
 public:
  /// The references outlive it.
  QueueCalls(Client& client, const base::Clock& clock, RedisQueueOptions options);

  /// `unavailable` too where Redis answers an error (out of memory, loading, no writes to a replica).
  base::Task<base::Result<Reply>> run(const Script& script, std::vector<std::string> arguments) const;

  const RedisQueueOptions& options() const { return options_; }
  std::string channel() const { return base_ + "wake"; }

 private:
  Client& client_;
  const base::Clock& clock_;
  RedisQueueOptions options_;
  std::string base_;
};

}  // namespace assay::broker::redis
