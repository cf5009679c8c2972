#include "http/middleware/session_cookie.hpp"

namespace assay::http {
namespace {

constexpr std::string_view kPlainName = "assay_session";
constexpr std::string_view kSecureName = "__Host-assay_session";

std::string_view name_for(const Request& request) { return request.secure ? kSecureName : kPlainName; }

std::string attributes(const Request& request, std::chrono::seconds lifetime) {
  std::string out = "; Path=/; Max-Age=" + std::to_string(lifetime.count()) + "; HttpOnly; SameSite=Strict";
  if (request.secure) out.append("; Secure");
  return out;
}

}  // namespace

std::optional<std::string_view> session_cookie(const Request& request) {
  const auto name = name_for(request);
  for (const auto& field : request.fields) {
    if (!equals_ignoring_case(field.name, "cookie")) continue;
    auto pairs = field.value;
    while (!pairs.empty()) {
      const auto semicolon = pairs.find(';');
      auto pair = pairs.substr(0, semicolon);
      pairs = semicolon == std::string_view::npos ? std::string_view{} : pairs.substr(semicolon + 1);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
        return pair.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

std::string set_session_cookie(const Request& request, std::string_view token,
                               std::chrono::seconds lifetime) {
  std::string out{name_for(request)};
  return out.append("=").append(token).append(attributes(request, lifetime));
}

std::string clear_session_cookie(const Request& request) {
  return std::string{name_for(request)} + "=" + attributes(request, std::chrono::seconds{0});
}

}  // namespace assay::http
