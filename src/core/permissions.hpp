#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::core {

/// What a caller may do. `read`: see everything of the tenant; `submit`: that, and hand in, cancel, rerun,
/// delete, set states; `admin`: that, and keys, the audit log and the metrics. The numbers are stored.
enum class Permission : std::uint8_t { read = 1, submit = 2, admin = 4 };

std::string_view to_string(Permission permission);
std::optional<Permission> parse_permission(std::string_view text);

/// A set of them.
class Permissions {
 public:
  constexpr Permissions() = default;
  constexpr Permissions(std::initializer_list<Permission> list) {
    for (const auto permission : list) add(permission);
  }
  /// Nothing for bits that no permission has, and for no bits at all.
  static std::optional<Permissions> of_bits(std::int64_t bits);

  constexpr void add(Permission permission) { bits_ |= static_cast<std::uint8_t>(permission); }
  /// By its own name or by one that includes it.
  constexpr bool allows(Permission permission) const {
    return names(permission) || names(Permission::admin) ||
           (permission == Permission::read && names(Permission::submit));
  }
  /// In the set by its own name.
  constexpr bool names(Permission permission) const {
    return (bits_ & static_cast<std::uint8_t>(permission)) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int bits() const { return bits_; }
  /// Those in the set by their own names: read, submit, admin.
  std::vector<Permission> list() const;
  bool operator==(const Permissions&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

}  // namespace assay::core
