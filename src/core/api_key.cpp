#include "core/api_key.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace assay::core {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

base::Result<void> check_limit(const std::optional<std::int64_t>& limit, const std::string& field) {
  if (!limit || (*limit >= 1 && *limit <= kMaxKeyLimit)) return {};
  return base::fail(base::Errc::invalid_argument,
                    field + " must be from 1 to " + std::to_string(kMaxKeyLimit) + ", or null for no limit",
                    field);
}

}  // namespace

bool is_tenant_name(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest && is_letter_or_digit(text.front()) &&
         std::ranges::all_of(
             text, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

base::Result<void> check_new_key(const ApiKey& key) {
  const auto refuse = [](std::string message, std::string field) {
    return base::fail(base::Errc::invalid_argument, std::move(message), std::move(field));
  };
  const bool has_control =
      std::ranges::any_of(key.name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (key.name.empty() || key.name.size() > kMaxKeyName || has_control || !base::is_valid_utf8(key.name)) {
    return refuse(
        "name must have 1 to " + std::to_string(kMaxKeyName) + " bytes of text without control characters",
        "name");
  }
  if (!is_tenant_name(key.tenant.str())) {
    return refuse("tenant must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and begin with a letter or digit",
                  "tenant");
  }
  if (key.permissions.empty())
    return refuse("scopes must name at least one of read, submit, admin", "scopes");
  if (key.expires_at && *key.expires_at <= key.created_at)
    return refuse("expires_at must lie in the future", "expires_at");
  if (auto checked = check_limit(key.submissions_per_hour, "submissions_per_hour"); !checked) return checked;
  return check_limit(key.reviews_per_day, "reviews_per_day");
}

}  // namespace assay::core
