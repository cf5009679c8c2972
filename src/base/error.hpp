#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace assay::base {

/// What went wrong, in the terms a caller can act on. One mapping to HTTP (http/problem) and one to exit
/// codes (cli).
enum class Errc {
  invalid_argument,  ///< the caller's value is wrong; `field` names it
  not_found,
  conflict,  ///< the state does not allow it (for example a terminal submission)
  too_large,
  unsupported,
  rate_limited,
  unauthorized,
  forbidden,
  unavailable,  ///< a dependency is down or busy; trying again later may work
  timeout,
  cancelled,
  exhausted,  ///< disk full, memory or budget used up
  corrupt,    ///< stored or received bytes are not what they must be
  internal,   ///< a bug
};

std::string_view to_string(Errc code);

/// An expected failure. `message` is a sentence for a person and never holds code, keys or secrets.
struct Error {
  Errc code = Errc::internal;
  std::string message;
  std::string field;  ///< the input field at fault, or empty

  /// True where the same call may succeed later without a change by the caller.
  bool retryable() const {
    return code == Errc::unavailable || code == Errc::timeout || code == Errc::rate_limited;
  }
};

}  // namespace assay::base
