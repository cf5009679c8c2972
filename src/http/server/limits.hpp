#pragma once
#include <chrono>
#include <cstddef>

namespace assay::http {

/// Bounds on what one client can take from the server.
struct ServerLimits {
  std::size_t max_head_bytes = 16 * 1024;        ///< request line and fields; above: 431
  std::size_t max_fields = 100;                  ///< above: 431
  std::size_t max_body_bytes = 8 * 1024 * 1024;  ///< above: 413
  std::size_t max_connections = 20'000;          ///< above: 503 and close
  /// Of one address, above: 503 and close; 0: no bound. Addresses of proxies and of this machine can be
  /// exempt (ServerOptions).
  std::size_t max_connections_per_address = 0;

  std::chrono::milliseconds head_timeout{
      10'000};  ///< from the first byte of a request to the end of its head
  std::chrono::milliseconds body_stall_timeout{10'000};  ///< between two arrivals of body bytes
  std::chrono::milliseconds body_timeout{120'000};       ///< for the whole body
  std::chrono::milliseconds write_stall_timeout{
      20'000};                                     ///< between two moments at which the client takes bytes
  std::chrono::milliseconds idle_timeout{60'000};  ///< between requests of a connection that is kept
};

}  // namespace assay::http
