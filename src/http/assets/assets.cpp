#include "http/assets/assets.hpp"

#include <algorithm>
#include <array>

#include "http/etag.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

// Trusted Types would break the page; styles are set from scripts.
constexpr std::string_view kPageFields =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
    "X-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n";

constexpr std::string_view kNoPage =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Assay</title>"
    "<h1>Assay</h1><p>This build has no page in it. The API is here: see <a "
    "href=\"/docs\">/docs</a>.</p></html>\n";

/// True where Accept-Encoding names the coding without q=0 (RFC 9110, 12.5.3).
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const auto comma = accept_encoding.find(',');
    auto entry = accept_encoding.substr(0, comma);
    accept_encoding =
        comma == std::string_view::npos ? std::string_view{} : accept_encoding.substr(comma + 1);
    entry.remove_prefix(std::min(entry.size(), entry.find_first_not_of(" \t")));
    const auto semicolon = entry.find(';');
    auto name = entry.substr(0, semicolon);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!equals_ignoring_case(name, coding)) continue;
    if (semicolon == std::string_view::npos) return true;
    const auto quality = entry.substr(semicolon + 1);
    const auto equals = quality.find('=');
    return equals == std::string_view::npos ||
           quality.find_first_of("123456789", equals) != std::string_view::npos;
  }
  return false;
}

const Asset* find_in(std::span<const Asset> assets, std::string_view path) {
  const auto found = std::ranges::lower_bound(assets, path, {}, &Asset::path);
  return found != assets.end() && found->path == path ? &*found : nullptr;
}

Response send(const Asset& asset, const Request& request) {
  const std::string_view cache_control = asset.immutable ? "public, max-age=31536000, immutable" : "no-cache";
  const auto if_none_match = request.header("if-none-match");
  if (!if_none_match.empty() && etag_matches(if_none_match, asset.etag)) {
    auto unchanged = not_modified(asset.etag);
    unchanged.add_header("Vary", "Accept-Encoding");
    return unchanged;
  }
  Response response;
  response.content_type = asset.content_type;
  response.tail = asset.bytes;
  const auto encodings = request.header("accept-encoding");
  if (!asset.brotli.empty() && accepts(encodings, "br")) {
    response.add_header("Content-Encoding", "br");
    response.tail = asset.brotli;
  } else if (!asset.gzip.empty() && accepts(encodings, "gzip")) {
    response.add_header("Content-Encoding", "gzip");
    response.tail = asset.gzip;
  }
  // Weak: the same tag stands for all encodings.
  response.headers.append("ETag: W/").append(asset.etag).append("\r\n");
  response.add_header("Cache-Control", cache_control);
  response.add_header("Vary", "Accept-Encoding");
  if (asset.content_type.starts_with("text/html")) response.headers.append(kPageFields);
  return response;
}

}  // namespace

const Asset* Assets::find(std::string_view path) const {
  const auto* asset = find_in(page_, path);
  return asset ? asset : find_in(docs_, path);
}

Response Assets::serve(std::string_view path, const Request& request) const {
  const auto* asset = find(path);
  return asset ? send(*asset, request) : problem(404, "not_found", "There is no such file.");
}

Response Assets::serve_page(const Request& request) const {
  if (const auto* index = find_in(page_, "/index.html")) return send(*index, request);
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.headers = kPageFields;
  response.add_header("Cache-Control", "no-cache");
  response.tail = kNoPage;
  return response;
}

bool is_page_path(std::string_view path) {
  static constexpr std::array<std::string_view, 6> kScreens = {"/",          "/reviews",  "/history",
                                                               "/analytics", "/settings", "/compare"};
  if (std::ranges::find(kScreens, path) != kScreens.end()) return true;
  return path.starts_with("/reviews/") || path.starts_with("/compare/") || path.starts_with("/settings/");
}

}  // namespace assay::http
