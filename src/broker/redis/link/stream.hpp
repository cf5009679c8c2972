#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "broker/redis/link/tls.hpp"

namespace assay::broker::redis {

/// Where a server listens.
struct Target {
  RedisUrl::Address address{};
  std::string socket_path{};  ///< not empty: a unix socket

  std::string shown() const { return socket_path.empty() ? to_string(address) : socket_path; }
};

/// Bytes to and from a server: TCP or a unix socket, with or without TLS. Belongs to one io_context; not
/// thread-safe.
class Stream {
 public:
  virtual ~Stream() = default;

  /// At least one byte, or `unavailable` at the end.
  virtual base::Task<base::Result<std::size_t>> read_some(std::span<char> into) = 0;
  /// Writes all of `bytes`, which must stay until `done` is called. One at a time.
  virtual void write(std::string_view bytes, std::function<void(bool good)> done) = 0;
  /// Ends all that is under way.
  virtual void close() = 0;
};

/// Connects, with TLS where `tls` is given; `unavailable` says why not.
base::Task<base::Result<std::shared_ptr<Stream>>> open_stream(Target target, std::shared_ptr<Tls> tls,
                                                              base::Micros at_most);

}  // namespace assay::broker::redis
