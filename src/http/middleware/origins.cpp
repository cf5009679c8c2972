#include "http/middleware/origins.hpp"

#include <algorithm>

namespace assay::http {
namespace {

constexpr std::string_view kExposed =
    "Location, Retry-After, RateLimit, RateLimit-Policy, ETag, Idempotent-Replayed, Preference-Applied, "
    "X-Request-Id";
constexpr std::size_t kMaxRequestedHeaders = 2048;

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// A list of field names and nothing else, so that it can be sent back.
bool is_name_list(std::string_view text) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_!#$%&'*+.^`|~, ";
  return text.size() <= kMaxRequestedHeaders && text.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace

std::string origin_of_url(std::string_view url) {
  auto text = lower(url);
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string::npos) return {};
  const auto scheme = text.substr(0, scheme_end);
  if (scheme != "http" && scheme != "https") return {};
  const auto host_start = scheme_end + 3;
  text.resize(std::min(text.size(), text.find_first_of("/?#", host_start)));
  if (text.size() == host_start) return {};
  // Browsers leave the scheme's own port out.
  const std::string_view own_port = scheme == "http" ? ":80" : ":443";
  if (text.ends_with(own_port)) text.resize(text.size() - own_port.size());
  return text;
}

Origins::Origins(const std::vector<std::string>& allowed)
    : allowed_{"http://localhost:5173", "http://127.0.0.1:5173"} {
  for (const auto& entry : allowed) {
    auto origin = origin_of_url(entry);
    if (!origin.empty() && std::ranges::find(allowed_, origin) == allowed_.end())
      allowed_.push_back(std::move(origin));
  }
}

bool Origins::allows(std::string_view origin) const {
  return std::ranges::find(allowed_, origin) != allowed_.end();
}

void Origins::add_headers(const Request& request, Response& response) const {
  response.headers.append("Vary: Origin\r\n");
  const auto origin = request.header("origin");
  if (origin.empty() || !allows(origin)) return;
  response.add_header("Access-Control-Allow-Origin", origin);
  response.add_header("Access-Control-Expose-Headers", kExposed);
}

Response Origins::answer_options(const Request& request, std::string_view allowed_methods) const {
  Response response;
  response.status = 204;
  response.add_header("Allow", allowed_methods);
  const auto origin = request.header("origin");
  if (origin.empty() || !request.has_header("access-control-request-method") || !allows(origin))
    return response;
  response.add_header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  const auto requested = request.header("access-control-request-headers");
  if (!requested.empty() && is_name_list(requested))
    response.add_header("Access-Control-Allow-Headers", requested);
  response.add_header("Access-Control-Max-Age", "600");
  return response;
}

bool Origins::is_foreign_write(const Request& request) const {
  if (request.method == Method::get || request.method == Method::head || request.method == Method::options)
    return false;
  const auto origin = request.header("origin");
  if (origin.empty() || allows(origin)) return false;
  const auto host = lower(request.host);
  return origin != origin_of_url("http://" + host) && origin != origin_of_url("https://" + host);
}

}  // namespace assay::http
