#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "broker/redis/client.hpp"
#include "broker/redis/link/link.hpp"

namespace assay::broker::redis {

/// The subscriptions of a client, on a connection of their own that is made at the first of them and kept.
/// Thread-safe.
class Subscriber {
 public:
  /// How often the server is asked for a sign of life; without one it is left after twice that.
  static constexpr base::Micros kPing = std::chrono::seconds{3};

  Subscriber(base::Executor executor, Connector connect, std::shared_ptr<Counters> counters,
             base::Micros ping = kPing);
  /// Nobody hears anything any more. Handles may outlive it.
  ~Subscriber();
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  /// As Client::subscribe.
  std::unique_ptr<Client::Subscription> add(std::string channel,
                                            std::function<void(std::string_view message)> heard);

 private:
  struct State;
  class Handle;
  std::shared_ptr<State> state_;
};

}  // namespace assay::broker::redis
