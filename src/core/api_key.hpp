#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/permissions.hpp"

namespace assay::core {

/// UUIDv7.
using KeyId = Id<struct KeyTag>;

/// An API key without its secret, which nobody has but the client.
struct ApiKey {
  KeyId id;
  std::string prefix;  ///< how its token begins (shown_prefix)
  std::string name;    ///< what it is for, in the words of who made it
  Scope tenant;        ///< whose data it sees
  Permissions permissions;
  base::Timestamp created_at;
  std::optional<base::Timestamp> expires_at;
  std::optional<base::Timestamp> last_used_at;  ///< good to about a minute
  std::optional<base::Timestamp> revoked_at;
  std::optional<std::int64_t> submissions_per_hour;  ///< every submission counts; absent: no limit
  std::optional<std::int64_t> reviews_per_day;  ///< only what was not answered from a review that was there

  bool is_valid_at(base::Timestamp now) const { return !revoked_at && (!expires_at || now < *expires_at); }
};

/// True where the caller looks after all tenants: an admin of the public one, to which everything belongs
/// that was made before there were keys. Admins of other tenants look after their own only.
inline bool is_operator(const ApiKey& key) {
  return key.permissions.allows(Permission::admin) && key.tenant == public_scope();
}

/// A tenant's name: 1-64 of a-z, 0-9, '.', '_', '-', and the first one a letter or digit.
bool is_tenant_name(std::string_view text);

inline constexpr std::size_t kMaxKeyName = 100;  ///< characters of ApiKey::name at most
inline constexpr std::int64_t kMaxKeyLimit = 1'000'000'000;

/// Checks what a person chose: name, tenant, permissions, limits, and an expiry that lies ahead.
/// invalid_argument with the field.
base::Result<void> check_new_key(const ApiKey& key);

}  // namespace assay::core
