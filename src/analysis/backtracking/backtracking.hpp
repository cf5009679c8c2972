#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/backtracking/pattern.hpp"

namespace assay::analysis::backtracking {

/// A text on which an engine that tries one way after the other takes forever: `prefix`, `pump` as often as
/// the attacker likes, `suffix`. UTF-8.
struct Attack {
  std::string prefix;
  std::string pump;
  std::string suffix;
};

enum class Growth : std::uint8_t {
  exponential,  ///< twice the time for each further pump
  polynomial,   ///< the square of their number, or a higher power
};

/// What makes the matching of `text` grow like that, decided on the expression's automaton: two ways over the
/// same text, and something after it that can fail. `whole`: the text has to match from begin to end
/// (Java's matches()). Nothing where there is no such text, and where the expression is not understood or
/// too large to decide in some milliseconds.
std::optional<Attack> find_attack(std::string_view text, Dialect dialect, Flags flags, bool whole,
                                  Growth growth);

}  // namespace assay::analysis::backtracking
