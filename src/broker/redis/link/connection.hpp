#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "broker/redis/link/stream.hpp"
#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// Bytes out and replies in, over a stream that is ready for use. What is appended while a write is under way
/// goes out in one piece with the next. Lives on its stream's io_context; not thread-safe.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Connection(std::shared_ptr<Stream> stream);

  /// Append to it, then `flush`.
  std::string& outgoing() { return outgoing_; }
  void flush();

  /// Gives each reply to `heard` until the connection ends; returns why it did.
  base::Task<base::Error> read(std::function<void(Reply)> heard);

  /// Ends it; `read` returns `why`, unless the connection had ended by itself before.
  void close(base::Error why);
  bool closed() const { return closed_; }
  /// When the last bytes came.
  Time last_received() const { return last_received_; }

 private:
  std::shared_ptr<Stream> stream_;
  std::string outgoing_;
  std::string writing_;
  bool busy_ = false;  // a write is under way
  bool closed_ = false;
  base::Error why_;
  Time last_received_;
};

}  // namespace assay::broker::redis
