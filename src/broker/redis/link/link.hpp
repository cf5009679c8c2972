#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "broker/redis/link/counters.hpp"
#include "broker/redis/link/stream.hpp"
#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// Makes a stream that is ready for use: connected, logged in, to the right server.
using Connector = std::function<base::Task<base::Result<std::shared_ptr<Stream>>>()>;

/// A connection to one server that is made anew whenever it breaks. Thread-safe.
///
/// All calls under way fail with `unavailable` when the connection breaks. After that, and at the start,
/// calls wait up to kGrace for a connection; when that time is over they fail at once, until there is one.
class Link {
 public:
  static constexpr base::Micros kGrace = std::chrono::milliseconds{500};
  /// Calls that may be under way at once; more fail with `unavailable`.
  static constexpr std::uint64_t kMostCalls = 65'536;

  /// Bytes that may wait to be written; while there are more, calls fail with `unavailable`.
  static constexpr std::size_t kMostBytes = std::size_t{64} << 20;

  /// Connects soon, on `executor`, where `connect` runs too. `name` is what messages call the server.
  Link(base::Executor executor, const std::string& name, Connector connect, base::Micros timeout,
       std::shared_ptr<Counters> counters);
  /// As `stop`.
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// Sends the bytes, which have `replies` replies, of which the last is given. Resumes on the awaiting
  /// io_context.
  base::Task<base::Result<Reply>> call(std::string bytes, int replies = 1);

  /// Whether there is a connection now.
  bool connected() const;

  /// Ends it: what is under way ends with `unavailable`, soon, and so does every later call.
  void stop();

  /// Breaks the connection, so that another is made: the server was found to be the wrong one.
  void reconnect(std::string why);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace assay::broker::redis
