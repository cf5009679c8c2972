#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/syntax/tree.hpp"

namespace assay::analysis::memory {

/// Where a pointer's memory comes from.
enum class Origin { unknown, stack, malloc, new_one, new_array, file };

/// What is known of a variable, or of a field such as `p->name`.
struct Fact {
  bool uninitialized = false;
  bool unchecked = false;  ///< from an allocation that may have failed, not yet tested
  bool array = false;      ///< an array, so that sizeof gives `bytes`
  bool open = false;       ///< nothing was assigned yet: any other fact replaces this one where branches join
  Origin origin = Origin::unknown;
  int freed = 0;                ///< the line where it was freed; 0: it was not
  int allocated = 0;            ///< the line where it was allocated
  std::optional<double> bytes;  ///< the size of what it points to
  double element = 0;           ///< the size of one element; 0: unknown
};

/// What holds at one point of a function on every way to it.
struct State {
  bool live = true;
  std::map<std::string, Fact, std::less<>> facts;

  Fact* find(std::string_view key);
  /// Forgets a variable and its fields.
  void forget(std::string_view key);
  void forget_fields(std::string_view key);
};

/// What holds where two ways meet.
State join(const State& a, const State& b);

}  // namespace assay::analysis::memory
