#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace assay::llm {

/// The base URL of a provider, checked.
struct ProviderUrl {
  std::string base;    ///< without a slash at the end: "https://api.example.com/v1"
  std::string origin;  ///< "https://api.example.com"
};

/// http or https only, a host, no user, query or fragment, and no address that is_forbidden_address. What a
/// host name stands for is checked again when connecting.
base::Result<ProviderUrl> parse_provider_url(std::string_view text);

/// True for an IP address in text form that must not be asked: the link-local ones (169.254/16, fe80::/10)
/// and the others behind which clouds keep a machine's credentials (Alibaba, AWS over IPv6, Azure, Oracle).
bool is_forbidden_address(std::string_view ip);

}  // namespace assay::llm
