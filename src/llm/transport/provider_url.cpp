#include "llm/transport/provider_url.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <iterator>

namespace assay::llm {
namespace {

base::Result<ProviderUrl> refuse(std::string why) {
  return base::fail(base::Errc::invalid_argument, "the provider's base URL " + std::move(why), "base_url");
}

bool is_forbidden_v4(const unsigned char* bytes) {
  static constexpr unsigned char kMetadata[][4] = {
      {100, 100, 100, 200}, {168, 63, 129, 16}, {192, 0, 0, 192}};
  return (bytes[0] == 169 && bytes[1] == 254) ||
         std::any_of(std::begin(kMetadata), std::end(kMetadata),
                     [&](const auto& address) { return std::equal(address, address + 4, bytes); });
}

}  // namespace

bool is_forbidden_address(std::string_view ip) {
  const std::string text(ip.substr(0, ip.find('%')));
  in_addr v4{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    unsigned char bytes[4];
    std::copy_n(reinterpret_cast<const unsigned char*>(&v4), 4, bytes);
    return is_forbidden_v4(bytes);
  }
  in6_addr v6{};
  if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return false;
  const unsigned char* bytes = v6.s6_addr;
  if (bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80) return true;
  static constexpr unsigned char kAws[16] = {0xFD, 0x00, 0x0E, 0xC2, 0, 0, 0,    0,
                                             0,    0,    0,    0,    0, 0, 0x02, 0x54};
  if (std::equal(bytes, bytes + 16, kAws)) return true;
  // IPv4 inside IPv6: ::ffff:a.b.c.d, ::a.b.c.d and 64:ff9b::a.b.c.d
  static constexpr unsigned char kTranslated[12] = {0x00, 0x64, 0xFF, 0x9B};
  const bool zeros = std::all_of(bytes, bytes + 10, [](unsigned char byte) { return byte == 0; });
  const bool mapped =
      zeros && ((bytes[10] == 0xFF && bytes[11] == 0xFF) || (bytes[10] == 0 && bytes[11] == 0));
  return (mapped || std::equal(bytes, bytes + 12, kTranslated)) && is_forbidden_v4(bytes + 12);
}

base::Result<ProviderUrl> parse_provider_url(std::string_view text) {
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '\\'; })) {
    return refuse("must not hold blanks, control characters or backslashes");
  }
  std::string scheme(text.substr(0, std::min(text.find("://"), text.size())));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (scheme != "http" && scheme != "https") return refuse("must begin with http:// or https://");
  const auto rest = text.substr(scheme.size() + 3);
  const auto authority = rest.substr(0, rest.find('/'));
  auto path = rest.substr(authority.size());
  if (text.find_first_of("?#") != std::string_view::npos) return refuse("must have no query and no fragment");
  if (authority.find('@') != std::string_view::npos) return refuse("must not hold a user or password");
  auto host = authority;
  if (host.starts_with('[')) {
    const auto close = host.find(']');
    if (close == std::string_view::npos) return refuse("has a broken IPv6 address");
    host = host.substr(1, close - 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  if (host.empty()) return refuse("has no host");
  if (is_forbidden_address(host)) return refuse("is a link-local or metadata address, which is never asked");
  while (path.ends_with('/')) path.remove_suffix(1);
  ProviderUrl url;
  url.origin = scheme + "://" + std::string(authority);
  url.base = url.origin + std::string(path);
  return url;
}

}  // namespace assay::llm
