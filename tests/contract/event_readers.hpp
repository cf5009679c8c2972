#pragma once
#include <future>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "broker/redis/event_bus.hpp"
#include "contract/redis_box.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::contract {

/// What a reader has got so far.
struct Got {
  std::vector<std::string> ids;
  std::vector<std::string> events;  ///< frames without their id lines
  int gaps = 0;
  bool ended = false;
};

/// Reads what is there into `got`.
void read_into(core::EventSubscription& subscription, Got& got);
/// Reads until it has `events` events, or all of a job.
Got read_events(core::EventSubscription& subscription, std::size_t events);
Got read_to_end(core::EventSubscription& subscription);
/// Reads until there is a gap.
Got read_to_gap(core::EventSubscription& subscription);

std::string status_event(std::string_view word);
std::string progress_event(int percent);

/// One process with a bus over Redis.
class BusNode {
 public:
  explicit BusNode(broker::redis::RedisEventOptions options,
                   const tests::RedisServer& server = shared_redis());
  ~BusNode();
  broker::redis::RedisEventBus& bus() { return *bus_; }
  LossyClient& client() { return box_.client(); }

 private:
  base::SystemRandom random_;
  RedisBox box_;
  std::unique_ptr<broker::redis::RedisEventBus> bus_;
  std::future<void> ended_;
};

}  // namespace assay::contract
