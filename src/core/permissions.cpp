#include "core/permissions.hpp"

#include <array>

namespace assay::core {
namespace {

constexpr std::array kAll = {Permission::read, Permission::submit, Permission::admin};

}  // namespace

std::string_view to_string(Permission permission) {
  switch (permission) {
    case Permission::read:
      return "read";
    case Permission::submit:
      return "submit";
    case Permission::admin:
      return "admin";
  }
  return "read";
}

std::optional<Permission> parse_permission(std::string_view text) {
  for (const auto permission : kAll) {
    if (to_string(permission) == text) return permission;
  }
  return std::nullopt;
}

std::optional<Permissions> Permissions::of_bits(std::int64_t bits) {
  Permissions permissions;
  for (const auto permission : kAll) {
    if ((bits & static_cast<std::int64_t>(permission)) != 0) permissions.add(permission);
  }
  if (permissions.empty() || permissions.bits() != bits) return std::nullopt;
  return permissions;
}

std::vector<Permission> Permissions::list() const {
  std::vector<Permission> out;
  for (const auto permission : kAll) {
    if (names(permission)) out.push_back(permission);
  }
  return out;
}

}  // namespace assay::core
