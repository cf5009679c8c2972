#include "broker/redis/redis_url.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace assay::broker::redis {
namespace {

using Address = RedisUrl::Address;
using Kind = RedisUrl::Kind;

constexpr std::uint16_t kServerPort = 6'379;
constexpr std::uint16_t kSentinelPort = 26'379;
constexpr std::size_t kMaxSocketPath = 107;  // sockaddr_un

tl::unexpected<base::Error> refuse(std::string why) {
  return base::fail(base::Errc::invalid_argument, "the Redis URL " + std::move(why), "redis_url");
}

struct Scheme {
  std::string_view name;
  Kind kind;
  bool tls;
  bool unix_socket;
};
constexpr Scheme kSchemes[] = {
    {"redis", Kind::server, false, false},
    {"rediss", Kind::server, true, false},
    {"unix", Kind::server, false, true},
    {"redis+unix", Kind::server, false, true},
    {"redis+socket", Kind::server, false, true},
    {"redis+sentinel", Kind::sentinel, false, false},
    {"rediss+sentinel", Kind::sentinel, true, false},
    {"redis+cluster", Kind::cluster, false, false},
    {"rediss+cluster", Kind::cluster, true, false},
};

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_';
}

// As it may stand anywhere in a URL; of `kept`, every character stays.
std::string encode(std::string_view text, std::string_view kept = {}) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_word(c) || kept.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0) return std::nullopt;
    out.push_back(static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])));
    i += 2;
  }
  return out;
}

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

base::Result<void> read_database(std::string_view text, RedisUrl& url) {
  constexpr int kMost = 65'535;
  if (!read_number(text, url.database) || url.database < 0 || url.database > kMost)
    return refuse("has a database that is no number from 0 to 65535");
  if (url.kind == Kind::cluster && url.database != 0)
    return refuse("has a database, but a cluster has only database 0");
  return {};
}

base::Result<void> read_login(std::string_view text, RedisUrl& url) {
  const auto colon = text.find(':');
  auto user = decode(text.substr(0, colon));
  auto password = decode(colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1));
  if (!user || !password)
    return refuse("has a % in its user or password that is not followed by two hex digits (write % as %25)");
  if (!user->empty() && password->empty()) return refuse("has a user without a password");
  url.user = std::move(*user);
  url.password = std::move(*password);
  return {};
}

base::Result<Address> read_address(std::string_view text, std::uint16_t default_port) {
  Address address;
  address.port = default_port;
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return refuse("has a [ without a ]");
    address.host = text.substr(1, close - 1);
    if (address.host.find(':') == std::string::npos)
      return refuse("has something other than an IPv6 address in brackets");
    const auto rest = text.substr(close + 1);
    if (!rest.empty() && rest.front() != ':') return refuse("has something other than a port behind a ]");
    has_port = !rest.empty();
    if (has_port) port = rest.substr(1);
  } else {
    const auto colon = text.find(':');
    address.host = text.substr(0, colon);
    has_port = colon != std::string_view::npos;
    if (has_port) port = text.substr(colon + 1);
    if (port.find(':') != std::string_view::npos)
      return refuse("has an IPv6 address without brackets, or a login without an @ behind it");
  }
  if (address.host.empty()) return refuse("has no host");
  // % stands before the zone of a link-local IPv6 address.
  const auto fits = [&](char c) { return is_word(c) || (text.front() == '[' && (c == ':' || c == '%')); };
  if (!std::ranges::all_of(address.host, fits)) return refuse("has a host with a character that no host has");
  if (has_port && (!read_number(port, address.port) || address.port == 0))
    return refuse("has a port that is no number from 1 to 65535");
  return address;
}

base::Result<void> read_addresses(std::string_view text, RedisUrl& url) {
  const auto default_port = url.kind == Kind::sentinel ? kSentinelPort : kServerPort;
  while (true) {
    const auto comma = text.find(',');
    if (comma != std::string_view::npos && url.kind == Kind::server)
      return refuse("names several servers; that needs redis+sentinel:// or redis+cluster://");
    auto address = read_address(text.substr(0, comma), default_port);
    if (!address) return base::fail(std::move(address.error()));
    url.addresses.push_back(std::move(*address));
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

// What stands behind the host: /db, or /master-name/db.
base::Result<void> read_path(std::string_view path, RedisUrl& url) {
  if (url.kind == Kind::sentinel) {
    const auto slash = path.find('/');
    auto master = decode(path.substr(0, slash));
    if (!master || master->empty())
      return refuse("does not name the master behind its Sentinels: redis+sentinel://h1,h2,h3/master-name");
    url.master = std::move(*master);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  if (path.empty()) return {};
  return read_database(path, url);
}

base::Result<void> read_verification(std::string_view value, RedisUrl& url) {
  static constexpr std::string_view kNone[] = {"none", "CERT_NONE"};
  static constexpr std::string_view kRequired[] = {"required", "CERT_REQUIRED"};
  if (std::ranges::find(kNone, value) != std::end(kNone)) {
    url.verify = false;
  } else if (std::ranges::find(kRequired, value) == std::end(kRequired)) {
    return refuse("has an ssl_cert_reqs that is neither \"required\" nor \"none\"");
  }
  return {};
}

base::Result<void> read_option(std::string_view name, std::string_view raw, RedisUrl& url) {
  auto value = decode(raw);
  if (!value) return refuse("has a % in " + std::string(name) + " that is not followed by two hex digits");
  if (name == "db") return read_database(*value, url);
  std::string* text = nullptr;
  if (url.kind == Kind::sentinel) {
    if (name == "sentinel_username") text = &url.sentinel_user;
    if (name == "sentinel_password") text = &url.sentinel_password;
  }
  if (text == nullptr && name.starts_with("ssl_")) {
    if (!url.tls) return refuse("has " + std::string(name) + ", which needs TLS: rediss://");
    if (name == "ssl_cert_reqs") return read_verification(*value, url);
    if (name == "ssl_ca_certs") text = &url.ca_file;
    if (name == "ssl_certfile") text = &url.certificate_file;
    if (name == "ssl_keyfile") text = &url.key_file;
  }
  if (text == nullptr) return refuse("has an option that is not known here: \"" + std::string(name) + "\"");
  *text = std::move(*value);
  return {};
}

base::Result<void> read_options(std::string_view query, RedisUrl& url) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto option = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto equals = option.find('=');
    if (equals == std::string_view::npos)
      return refuse("has an option without a value: \"" + std::string(option) + "\"");
    if (auto read = read_option(option.substr(0, equals), option.substr(equals + 1), url); !read) return read;
  }
  if (url.certificate_file.empty() != url.key_file.empty())
    return refuse("needs both ssl_certfile and ssl_keyfile, or neither");
  return {};
}

base::Result<void> read_socket(std::string_view rest, RedisUrl& url) {
  auto path = decode(rest);
  if (!path || path->empty() || path->front() != '/')
    return refuse("has no absolute path of a socket: unix:///run/redis/redis.sock");
  if (path->size() > kMaxSocketPath) return refuse("has a path of a socket that is longer than 107 bytes");
  url.socket_path = std::move(*path);
  return {};
}

}  // namespace

base::Result<RedisUrl> RedisUrl::parse(std::string_view text) {
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; }))
    return refuse("must not hold blanks or control characters");
  const auto colon = std::min(text.find(':'), text.size());
  const auto scheme = std::ranges::find(kSchemes, text.substr(0, colon), &Scheme::name);
  if (scheme == std::end(kSchemes))
    return refuse(
        "must begin with redis://, rediss://, unix://, redis+sentinel:// or redis+cluster:// (each of the "
        "last "
        "two also with rediss)");
  RedisUrl url;
  url.kind = scheme->kind;
  url.tls = scheme->tls;
  auto rest = text.substr(colon);
  if (rest.starts_with("://")) {
    rest.remove_prefix(3);
  } else if (scheme->unix_socket && rest.starts_with(":/")) {
    rest.remove_prefix(1);
  } else {
    return refuse("needs :// behind \"" + std::string(scheme->name) + "\"");
  }
  const auto question = std::min(rest.find('?'), rest.size());
  const auto query = rest.substr(std::min(question + 1, rest.size()));
  rest = rest.substr(0, question);
  // Nothing of the URL is quoted until it is sure that it is no part of a password.
  if (query.find('@') != std::string_view::npos)
    return refuse("has an @ behind a ? (write a ? in a password as %3F)");
  if (rest.find('#') != std::string_view::npos) return refuse("has a # (write a # in a password as %23)");
  // A password may hold an @ although it should be written as %40: the last one counts.
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    if (auto read = read_login(rest.substr(0, at), url); !read) return base::fail(std::move(read.error()));
    rest.remove_prefix(at + 1);
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  auto read = scheme->unix_socket ? read_socket(rest, url) : read_addresses(rest.substr(0, slash), url);
  if (read && !scheme->unix_socket) read = read_path(rest.substr(std::min(slash + 1, rest.size())), url);
  if (read) read = read_options(query, url);
  if (!read) return base::fail(std::move(read.error()));
  return url;
}

std::string RedisUrl::shown() const {
  std::string out = !socket_path.empty() ? "unix" : tls ? "rediss" : "redis";
  if (kind == Kind::sentinel) out += "+sentinel";
  if (kind == Kind::cluster) out += "+cluster";
  out += "://";
  if (!password.empty()) out += encode(user) + ":***@";
  out += encode(socket_path, "/");
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (i > 0) out += ",";
    out += to_string(addresses[i]);
  }
  if (!master.empty()) out += "/" + encode(master);
  if (database != 0) out += (socket_path.empty() ? "/" : "?db=") + std::to_string(database);
  return out;
}

std::string to_string(const RedisUrl::Address& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

}  // namespace assay::broker::redis
