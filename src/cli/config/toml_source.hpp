#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::cli {

enum class TomlType : std::uint8_t { boolean, integer, number, text, list, other };
/// "an integer", "a list of text" …
std::string_view to_string(TomlType type);

/// One leaf of a TOML document.
struct TomlEntry {
  std::string key;                ///< dotted: "http.threads"
  std::vector<std::string> path;  ///< the same in parts, which may have dots of their own
  TomlType type = TomlType::other;
  std::vector<std::string> parts;  ///< the value as text; a list's items
  int line = 0;
};

/// All leaves in the order of their lines. invalid_argument with "NAME:LINE: what is wrong" for bad TOML.
base::Result<std::vector<TomlEntry>> read_toml(std::string_view text, std::string_view name);

}  // namespace assay::cli
