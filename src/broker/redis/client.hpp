#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// A command with its arguments, bytes as they are: {"SET", "key", "value"}.
using Command = std::vector<std::string>;

/// A Lua script that is sent by its hash and, where the server does not know it, as a whole. Lives as long as
/// the program.
class Script {
 public:
  explicit Script(std::string_view source);
  std::string_view source() const { return source_; }
  const std::string& sha1() const { return sha1_; }  ///< 40 hex digits

 private:
  std::string_view source_;
  std::string sha1_;
};

/// Since the client was made.
struct Counts {
  std::uint64_t calls = 0;      ///< commands that were to be sent, those of scripts included
  std::uint64_t failed = 0;     ///< of these, ended with an Error: no connection, no reply in time, not now
  std::uint64_t refused = 0;    ///< of these, answered with an error reply
  std::uint64_t connected = 0;  ///< connections that became ready
  std::uint64_t lost = 0;       ///< connections that were ready and broke
  std::uint64_t in_flight = 0;  ///< calls that wait for their reply now
};

/// Commands to one Redis: a server, the master that Sentinels name, or a Cluster. Thread-safe: calls come
/// from any io_context thread and resume there; the connections live on the executor the client was made
/// with. All calls share few connections, pipelined in order. Errors: `unavailable` where no connection is to
/// be had, the reply did not come in time (then the command may or may not have been executed), or the server
/// says that it can't for now (LOADING, READONLY, …); every other error that the server answers, OOM too, is
/// a Reply of kind `error`. While there is no connection, calls fail within half a second.
///
/// The io_context of the client must run on after the client was destroyed, until what it still had to close
/// is closed; calls under way then end with `unavailable`.
class Client {
 public:
  virtual ~Client() = default;

  /// In a cluster the first key names the node: all keys of one command must share a hash tag. Commands that
  /// would hold up or change the connection for all other callers (BLPOP, XREAD BLOCK, MULTI, SELECT,
  /// SUBSCRIBE, …) are refused with `invalid_argument`.
  virtual base::Task<base::Result<Reply>> run(Command command) = 0;
  virtual base::Task<base::Result<Reply>> run(const Script& script, std::vector<std::string> keys,
                                              std::vector<std::string> arguments) = 0;

  /// Calls `heard` on the client's executor for each message on `channel` until the returned handle is
  /// destroyed; a call under way on another thread is awaited. `heard` is called with an empty message when
  /// the subscription takes effect, and again each time that it was renewed after a lost connection, because
  /// messages may have been missed before. A hint, no more.
  class Subscription {
   public:
    virtual ~Subscription() = default;
  };
  virtual std::unique_ptr<Subscription> subscribe(std::string channel,
                                                  std::function<void(std::string_view message)> heard) = 0;

  virtual Counts counts() const = 0;
};

}  // namespace assay::broker::redis
