#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/request.hpp"

namespace assay::http {

bool is_loopback_address(std::string_view address);

/// Says who a request comes from: the socket's peer, unless forwarding headers are trusted and the peer is a
/// trusted proxy; then the right-most address of X-Forwarded-For that is not one.
class ClientAddress {
 public:
  /// The peer, always.
  ClientAddress() = default;
  /// `proxies`: addresses or networks ("10.0.0.0/8"). Empty: every private and loopback address is trusted;
  /// the caller warns about that. invalid_argument with the entry that is none.
  static base::Result<ClientAddress> trusting(const std::vector<std::string>& proxies);

  std::string of(const Request& request) const;
  /// Whether a trusted proxy says that its client came over TLS (X-Forwarded-Proto).
  bool came_by_tls(const Request& request) const;
  /// Whether this address is a trusted proxy's.
  bool is_proxy(std::string_view address) const { return use_headers_ && is_trusted(address); }

 private:
  struct Network {
    std::array<unsigned char, 16> address;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  bool is_trusted(std::string_view address) const;

  bool use_headers_ = false;
  std::vector<Network> proxies_;
};

}  // namespace assay::http
