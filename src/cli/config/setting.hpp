#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config/configuration.hpp"

namespace assay::cli {

/// What a TOML value of a setting has to be; text is always allowed for durations and sizes.
enum class ValueKind : std::uint8_t { boolean, integer, number, duration, bytes, text, list };

enum class Secrecy : std::uint8_t { open, secret };

/// One row of the table in settings.cpp: everything there is to know about one setting.
struct Setting {
  std::string key;                ///< in TOML, dotted; the variable is ASSAY_ and the key in capitals with _
  std::string flag;               ///< without dashes; empty: only --set KEY=VALUE
  std::vector<std::string> also;  ///< variables of existing deployments that mean the same
  ValueKind kind = ValueKind::text;
  std::string allowed;  ///< "a whole number from 1 to 64": completes "… must be"
  /// Stores the value; false where it is not allowed. A scalar gets exactly one part.
  std::function<bool(Configuration&, std::span<const std::string> parts)> set;
  std::function<std::string(const Configuration&)> get;  ///< as `set` would take it; empty: not set
  std::string help;
  Secrecy secrecy = Secrecy::open;

  std::string variable() const;
};

/// All settings, in the order they are shown. Built once.
std::span<const Setting> all_settings();
/// These, and behind them the rows of the tables that the user named.
std::vector<Setting> settings_of(const Configuration& configuration);
/// By key; nullptr for another one.
const Setting* find_setting(std::string_view key);

/// What may be shown: a secret becomes "****" and its last 4 characters if it is long enough to spare them.
std::string shown_value(const Setting& setting, const Configuration& configuration);

}  // namespace assay::cli
