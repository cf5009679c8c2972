#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace assay::http {

inline constexpr std::chrono::seconds kLongestWait{30};

/// What a client prefers (RFC 7240). Preferences that are not known are ignored, as they must be.
struct Preferences {
  bool strict = false;                       ///< handling=strict
  std::optional<std::chrono::seconds> wait;  ///< wait=N, at most kLongestWait
};

/// Reads the value of `Prefer`. Of a preference that stands twice the first one counts.
Preferences read_preferences(std::string_view prefer);

}  // namespace assay::http
