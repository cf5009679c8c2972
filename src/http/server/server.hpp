#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "http/application.hpp"
#include "http/server/limits.hpp"

namespace assay::http {

class TlsCredentials;

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< a literal IPv4 or IPv6 address, or "localhost"
  std::uint16_t port = 8080;          ///< 0: a free one
  int threads = 0;                    ///< 0: min(cores, 4)
  ServerLimits limits;
  /// Where it is set, only TLS is spoken. Outlives the server.
  const TlsCredentials* tls = nullptr;
  /// Peers to which the bound per address does not apply. Thread-safe; empty: none.
  std::function<bool(std::string_view address)> is_exempt;
};

/// The HTTP server: one thread, one io_context, one acceptor (SO_REUSEPORT) each. The application outlives
/// it; what its answers wait for (pools, buses) must still be there when it is destroyed.
class Server {
 public:
  /// Binds and listens, but accepts nothing yet. `unavailable` where the address is in use,
  /// `invalid_argument` for one that is none, `forbidden` without the right to bind it.
  static base::Result<std::unique_ptr<Server>> listen(ServerOptions options, Application& application);

  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Starts the threads. Call once.
  void start();
  /// Graceful: stops accepting, ends idle connections and streams, lets requests in flight finish, at most
  /// `deadline`. Blocks until all threads have ended. Idempotent; not from one of the server's own threads.
  void stop(std::chrono::milliseconds deadline);

  std::uint16_t port() const;
  std::size_t threads() const;
  /// Executor of thread `index`, for coroutines that belong to the server's life (workers in the same
  /// process).
  base::Executor executor(std::size_t index) const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::http
