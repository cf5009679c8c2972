#pragma once
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

/// Commands to one Redis: a server, the master that Sentinels name, or a Cluster. Thread-safe: calls come
/// from any io_context thread and resume there; the connections live on the executor the client was made
/// with. All calls share few connections, pipelined in order. Errors: `unavailable` where no connection is to
/// be had or the reply did not come in time (then the command may or may not have been executed); what the
/// server answers as an error is a Reply of kind `error`.
class Client {
 public:
  virtual ~Client() = default;

  /// In a cluster the first key names the node: all keys of one command must share a hash tag.
  virtual base::Task<base::Result<Reply>> run(Command command) = 0;
  virtual base::Task<base::Result<Reply>> run(const Script& script, std::vector<std::string> keys,
                                              std::vector<std::string> arguments) = 0;

  /// Calls `heard` on the client's executor for each message on `channel` until the returned handle is
  /// destroyed. The subscription is renewed after a lost connection; `heard` is then called once with an
  /// empty message, because messages may have been missed. A hint, no more.
  class Subscription {
   public:
    virtual ~Subscription() = default;
  };
  virtual std::unique_ptr<Subscription> subscribe(std::string channel,
                                                  std::function<void(std::string_view message)> heard) = 0;
};

}  // namespace assay::broker::redis
