#include "http/middleware/client_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>

namespace assay::http {
namespace {

namespace ip = boost::asio::ip;
using Bytes = std::array<unsigned char, 16>;

constexpr std::string_view kBlank = " \t";
constexpr int kMappedBits = 96;  // of ::ffff:0:0/96

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// "1.2.3.4", "1.2.3.4:567", "::1", "[::1]:567".
std::optional<ip::address> parse(std::string_view text) {
  text = trim(text);
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') - 1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos && text.find('.') < colon) {
    text = text.substr(0, colon);
  }
  boost::system::error_code error;
  const auto address = ip::make_address(std::string{text}, error);
  if (error) return std::nullopt;
  return address;
}

Bytes bytes_of(const ip::address& address) {
  if (address.is_v6()) return address.to_v6().to_bytes();
  return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
}

bool has_prefix(const Bytes& address, const Bytes& network, int bits) {
  for (int bit = 0; bit < bits; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((address.at(at) & mask) != (network.at(at) & mask)) return false;
  }
  return true;
}

}  // namespace

bool is_loopback_address(std::string_view text) {
  const auto address = parse(text);
  if (!address) return false;
  if (address->is_v6() && address->to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address->to_v6()).is_loopback();
  }
  return address->is_loopback();
}

base::Result<ClientAddress> ClientAddress::trusting(const std::vector<std::string>& proxies) {
  static const std::vector<std::string> kPrivate = {"127.0.0.0/8",    "10.0.0.0/8",     "172.16.0.0/12",
                                                    "192.168.0.0/16", "169.254.0.0/16", "::1/128",
                                                    "fc00::/7",       "fe80::/10"};
  ClientAddress out;
  out.use_headers_ = true;
  for (const auto& entry : proxies.empty() ? kPrivate : proxies) {
    const auto slash = entry.find('/');
    const auto address = parse(std::string_view{entry}.substr(0, slash));
    const int offset = address && address->is_v4() ? kMappedBits : 0;
    int bits = 128 - offset;
    bool good = address.has_value();
    if (slash != std::string::npos) {
      const char* const end = entry.data() + entry.size();
      const auto parsed = std::from_chars(entry.data() + slash + 1, end, bits);
      good = good && parsed.ec == std::errc{} && parsed.ptr == end && bits >= 0 && bits <= 128 - offset;
    }
    if (!good) {
      return base::fail(base::Errc::invalid_argument,
                        "\"" + entry + "\" is neither an address nor a network.", "trusted_proxies");
    }
    out.proxies_.push_back({bytes_of(*address), bits + offset});
  }
  return out;
}

bool ClientAddress::is_trusted(std::string_view text) const {
  const auto address = parse(text);
  if (!address) return false;
  const auto bytes = bytes_of(*address);
  for (const auto& network : proxies_) {
    if (has_prefix(bytes, network.address, network.bits)) return true;
  }
  return false;
}

bool ClientAddress::came_by_tls(const Request& request) const {
  if (!use_headers_ || !is_trusted(request.peer)) return false;
  std::string_view protocol;
  for (const auto& field : request.fields) {
    if (equals_ignoring_case(field.name, "x-forwarded-proto")) protocol = field.value;
  }
  // The nearest proxy's word is the last one.
  if (const auto comma = protocol.rfind(','); comma != std::string_view::npos)
    protocol.remove_prefix(comma + 1);
  return equals_ignoring_case(trim(protocol), "https");
}

std::string ClientAddress::of(const Request& request) const {
  if (!use_headers_ || !is_trusted(request.peer)) return std::string{request.peer};
  std::string client{request.peer};
  // The field may stand several times; the last one was added by the nearest proxy.
  for (auto field = request.fields.rbegin(); field != request.fields.rend(); ++field) {
    if (!equals_ignoring_case(field->name, "x-forwarded-for")) continue;
    std::string_view list = field->value;
    while (!list.empty()) {
      const auto comma = list.rfind(',');
      const auto entry = comma == std::string_view::npos ? list : list.substr(comma + 1);
      list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
      const auto address = parse(entry);
      if (!address) return client;  // a proxy that is trusted wrote no address: what it heard is not known
      client = address->to_string();
      if (!is_trusted(client)) return client;
    }
  }
  return client;
}

}  // namespace assay::http
