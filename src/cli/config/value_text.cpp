#include "cli/config/value_text.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>
#include <cmath>
#include <span>

namespace assay::cli {
namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Longest first where one ends like another.
constexpr std::array kDurations = {Unit{"ms", 1'000},        Unit{"us", 1},
                                   Unit{"s", 1'000'000},     Unit{"m", 60'000'000},
                                   Unit{"h", 3'600'000'000}, Unit{"d", 86'400'000'000}};
constexpr std::array kSizes = {Unit{"kib", 1LL << 10}, Unit{"mib", 1LL << 20},
                               Unit{"gib", 1LL << 30}, Unit{"kb", 1'000},
                               Unit{"mb", 1'000'000},  Unit{"gb", 1'000'000'000},
                               Unit{"k", 1LL << 10},   Unit{"m", 1LL << 20},
                               Unit{"g", 1LL << 30},   Unit{"b", 1}};

/// `text` is a number and one of `units`, or a number alone, which counts `alone` each.
std::optional<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units,
                                           std::int64_t alone) {
  const auto small = lower(text);
  std::string_view number = small;
  std::int64_t factor = alone;
  for (const auto& unit : units) {
    if (!number.ends_with(unit.name)) continue;
    number = trim(number.substr(0, number.size() - unit.name.size()));
    factor = unit.factor;
    break;
  }
  if (const auto whole = parse_integer(number)) {
    std::int64_t product = 0;
    if (*whole < 0 || __builtin_mul_overflow(*whole, factor, &product)) return std::nullopt;
    return product;
  }
  const auto value = parse_number(number);
  constexpr double kMost = 9e18;
  if (!value || *value < 0 || *value * static_cast<double>(factor) > kMost) return std::nullopt;
  return std::llround(*value * static_cast<double>(factor));
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

std::string format_quantity(std::int64_t value, std::span<const Unit> units, std::string_view alone) {
  const Unit* best = nullptr;
  for (const auto& unit : units) {
    if (unit.factor > 1 && value % unit.factor == 0 && (best == nullptr || unit.factor > best->factor))
      best = &unit;
  }
  if (value == 0 || best == nullptr) return std::to_string(value) + std::string{alone};
  return std::to_string(value / best->factor) + std::string{best->name};
}

struct UrlParts {
  std::string scheme;
  std::string host;
  std::string port;
  std::string_view rest;
};

std::optional<UrlParts> split_url(std::string_view url) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  UrlParts parts;
  parts.scheme = lower(url.substr(0, colon));
  if (parts.scheme != "http" && parts.scheme != "https") return std::nullopt;
  auto authority = url.substr(colon + 3);
  const auto end = std::min(authority.find_first_of("/?#"), authority.size());
  parts.rest = authority.substr(end);
  authority = authority.substr(0, end);
  if (authority.find_first_of("@ \t\\") != std::string_view::npos) return std::nullopt;
  const auto bracket = authority.rfind(']');
  const auto port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (port != std::string_view::npos) {
    const auto number = parse_port(authority.substr(port + 1));
    if (!number) return std::nullopt;
    parts.port = std::to_string(*number);
    authority = authority.substr(0, port);
  }
  parts.host = lower(authority);
  const bool plain =
      parts.host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_[]:") == std::string::npos;
  if (parts.host.empty() || !plain) return std::nullopt;
  return parts;
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

std::optional<bool> parse_bool(std::string_view text) {
  const auto word = lower(trim(text));
  for (const auto* yes : {"1", "true", "yes", "on"}) {
    if (word == yes) return true;
  }
  for (const auto* no : {"0", "false", "no", "off"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = trim(text);
  if (text.starts_with('_') || text.ends_with('_') || text.find("__") != std::string_view::npos)
    return std::nullopt;
  std::string digits{text};
  std::erase(digits, '_');
  if (digits.starts_with('+')) digits.erase(0, 1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<base::Micros> parse_duration(std::string_view text) {
  const auto micros = parse_quantity(trim(text), kDurations, 1'000'000);
  if (!micros) return std::nullopt;
  return base::Micros{*micros};
}

std::optional<std::int64_t> parse_bytes(std::string_view text) {
  return parse_quantity(trim(text), kSizes, 1);
}

std::optional<ListenAddress> parse_listen(std::string_view text) {
  text = trim(text);
  ListenAddress address;
  const auto colon = text.rfind(':');
  const auto port = parse_port(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!port) return std::nullopt;
  address.port = *port;
  if (colon == std::string_view::npos) return address;
  auto host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() && !bracketed) {
    address.host = "0.0.0.0";
    return address;
  }
  if (lower(host) == "localhost") return address;
  boost::system::error_code failed;
  const auto parsed = boost::asio::ip::make_address(host, failed);
  // Without brackets nobody can tell where an address of version 6 ends.
  if (failed || parsed.is_v6() != bracketed) return std::nullopt;
  address.host = host;
  return address;
}

std::optional<std::string> parse_origin(std::string_view url) {
  const auto parts = split_url(trim(url));
  if (!parts) return std::nullopt;
  auto origin = parts->scheme + "://" + parts->host;
  const std::string_view usual = parts->scheme == "http" ? "80" : "443";
  if (!parts->port.empty() && parts->port != usual) origin += ":" + parts->port;
  return origin;
}

bool is_bare_origin(std::string_view url) {
  const auto parts = split_url(trim(url));
  return parts && (parts->rest.empty() || parts->rest == "/");
}

bool is_network(std::string_view text) {
  boost::system::error_code failed;
  if (text.find('/') == std::string_view::npos) {
    boost::asio::ip::make_address(text, failed);
    return !failed;
  }
  boost::asio::ip::make_network_v4(text, failed);
  if (!failed) return true;
  failed.clear();
  boost::asio::ip::make_network_v6(text, failed);
  return !failed;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (const auto part = trim(text.substr(0, comma)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

std::string format_duration(base::Micros duration) {
  return duration.count() == 0 ? "0s" : format_quantity(duration.count(), kDurations, "us");
}

std::string format_bytes(std::int64_t bytes) {
  // Thousands are what nobody means by a limit.
  constexpr std::array kBinary = {Unit{" KiB", 1LL << 10}, Unit{" MiB", 1LL << 20}, Unit{" GiB", 1LL << 30}};
  return format_quantity(bytes, kBinary, " B");
}

std::string format_number(double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  return {text, end};
}

}  // namespace assay::cli
