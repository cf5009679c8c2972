#pragma once
#include <memory>
#include <string>

#include "base/task.hpp"
#include "broker/redis/client.hpp"
#include "contract/lossy_client.hpp"
#include "redis_server.hpp"

namespace assay::contract {

/// The redis-server of this test program, started when it is first wanted. Tests keep apart by their
/// prefixes.
tests::RedisServer& shared_redis();

/// A client of a server, with a thread for its connections. One of them is a process as Redis sees it.
class RedisBox {
 public:
  explicit RedisBox(const tests::RedisServer& server = shared_redis());
  ~RedisBox();

  LossyClient& client() { return *lossy_; }
  /// Of the thread of its connections.
  base::Executor executor();
  /// Returns when everything that was subscribed to before has taken effect.
  void settle_subscriptions();
  /// Of keys that no other test uses.
  static std::string new_prefix();

 private:
  struct Loop;
  std::unique_ptr<Loop> loop_;
  std::unique_ptr<broker::redis::Client> client_;
  std::unique_ptr<LossyClient> lossy_;
};

}  // namespace assay::contract
