#pragma once
#include <deque>
#include <memory>

#include "broker/redis/link/call.hpp"
#include "broker/redis/link/connection.hpp"

namespace assay::broker::redis {

/// The calls on one connection: sent in order, answered in order. Not thread-safe.
class Pipeline {
 public:
  using Time = Connection::Time;

  explicit Pipeline(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

  /// Puts it behind what is to be sent; `flush` of the connection sends.
  void add(CallPtr call);
  /// The next reply that came.
  void take(Reply reply);
  /// Ends the calls whose time is over. Their replies may still come, and are dropped then. Where nothing at
  /// all came since such a call was made, the peer is taken for dead and the connection is closed.
  void expire(Time now);
  /// Ends all calls.
  void fail_all(const base::Error& why);
  bool empty() const { return waiting_.empty(); }

 private:
  struct Waiting {
    CallPtr call;  // none where its time is over
    int replies;
    Time sent;
  };
  std::shared_ptr<Connection> connection_;
  std::deque<Waiting> waiting_;
};

}  // namespace assay::broker::redis
