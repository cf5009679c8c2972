#include "http/middleware/idempotency.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "http/body_fields.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

constexpr std::string_view kHeader = "Idempotency-Key";
constexpr std::size_t kMaxKey = 255;

/// What stands between the quotes of a structured field's string (RFC 8941, 3.3.3); nothing where it is none.
std::optional<std::string> unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1 == text.size() ? std::optional{out} : std::nullopt;
    if (text[i] == '\\' && (++i == text.size() || (text[i] != '"' && text[i] != '\\'))) return std::nullopt;
    out.push_back(text[i]);
  }
  return std::nullopt;
}

std::string name_of(const core::Scope& scope, const core::IdempotencyKey& key) {
  // Neither scope nor key has a line end; a caller is an address or an id.
  return scope.str() + '\n' + key.caller + '\n' + key.key;
}

}  // namespace

tl::expected<std::optional<core::IdempotencyKey>, Response> read_idempotency_key(const Request& request,
                                                                                 std::string_view about) {
  if (!request.has_header("idempotency-key")) return std::nullopt;
  const auto text = request.header("idempotency-key");
  auto key = text.starts_with('"') ? unquoted(text) : std::optional{std::string{text}};
  const auto printable = [](char c) { return c >= 0x20 && c < 0x7f; };
  if (!key || key->empty() || key->size() > kMaxKey || !std::ranges::all_of(*key, printable)) {
    return tl::unexpected(refuse_field(kHeader, "\"Idempotency-Key\" must have 1 to " +
                                                    std::to_string(kMaxKey) +
                                                    " printable ASCII characters, best in quotes."));
  }
  // A key is one caller wherever it comes from.
  auto caller = request.identity ? "key " + request.identity->key().id.str() : request.client;
  const auto digest = about.empty() ? base::sha256_hex(request.body)
                                    : base::sha256_hex(std::string{about}.append("\n").append(request.body));
  core::IdempotencyKey read{std::move(caller), std::move(*key), digest};
  return std::optional{std::move(read)};
}

std::optional<KeysInProgress::Hold> KeysInProgress::hold(const core::Scope& scope,
                                                         const core::IdempotencyKey& key) {
  auto name = name_of(scope, key);
  const std::scoped_lock lock{mutex_};
  if (!names_.insert(name).second) return std::nullopt;
  return std::optional<Hold>{std::in_place, *this, std::move(name)};
}

void KeysInProgress::drop(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  names_.erase(name);
}

Response key_in_progress() {
  auto response =
      problem(409, "conflict", "The first request with this Idempotency-Key is still in progress.",
              std::string{kHeader});
  response.add_header("Retry-After", "1");
  return response;
}

}  // namespace assay::http
