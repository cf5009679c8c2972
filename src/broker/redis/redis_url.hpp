#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::broker::redis {

/// Which Redis, and how it is reached.
///
///     redis://user:password@host:6379/0          a server; rediss:// with TLS
///     unix:///run/redis/redis.sock?db=0          a server, over a unix socket (redis+unix://, too)
///     redis+sentinel://user:password@h1:26379,h2,h3/master-name/0
///     redis+cluster://user:password@h1:6379,h2:6379,h3:6379
///
/// rediss+sentinel:// and rediss+cluster:// use TLS. User and password may be percent-encoded; without a
/// user, the password is that of `default`. Options, after a `?`:
///
///     db=N                         as /N
///     ssl_ca_certs=FILE            certificates of the authorities to trust; without it those of the system
///     ssl_cert_reqs=none           do not look at the server's certificate (`required` is the default)
///     ssl_certfile=, ssl_keyfile=  what to show to a server that wants a certificate of the client
///     sentinel_username=, sentinel_password=   where the Sentinels want a login of their own
struct RedisUrl {
  enum class Kind : std::uint8_t { server, sentinel, cluster };
  struct Address {
    std::string host;  ///< a name or an IP address, without brackets
    std::uint16_t port = 0;
    bool operator==(const Address&) const = default;
  };

  Kind kind = Kind::server;
  std::vector<Address> addresses{};  ///< one of a server, the Sentinels, or nodes of the cluster
  std::string socket_path{};         ///< not empty: a unix socket, and no addresses
  std::string user{};
  std::string password{};
  int database = 0;
  std::string master{};  ///< the name that the Sentinels know it by
  std::string sentinel_user{};
  std::string sentinel_password{};
  bool tls = false;
  bool verify = true;
  std::string ca_file{};
  std::string certificate_file{};
  std::string key_file{};

  /// `invalid_argument` with a message that says what is wrong and never holds a password.
  static base::Result<RedisUrl> parse(std::string_view text);

  /// For messages and logs: the URL with *** in place of passwords and without its options.
  std::string shown() const;
};

/// "host:port", with brackets around an IPv6 address.
std::string to_string(const RedisUrl::Address& address);

}  // namespace assay::broker::redis
