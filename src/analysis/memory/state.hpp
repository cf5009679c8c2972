#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/memory/range.hpp"
#include "analysis/syntax/tree.hpp"

namespace assay::analysis::memory {

/// Where a pointer's memory comes from.
enum class Origin { unknown, stack, malloc, new_one, new_array, file };

enum class Null { unknown, null, not_null };

/// What is known of a variable, of a field such as `p->name`, or of what a pointer points to (`*p`).
struct Fact {
  bool uninitialized = false;
  bool unchecked = false;  ///< from an allocation that may have failed, not yet tested
  bool array = false;      ///< an array, so that sizeof gives `bytes`
  bool open = false;       ///< nothing was assigned yet: any other fact replaces this one where branches join
  bool moved = false;      ///< counted on: it no longer points to the start of the block
  bool handed_on = false;  ///< somebody else may keep it and give it back
  Null null = Null::unknown;
  Origin origin = Origin::unknown;
  int used = 0;                 ///< the line where what it points to was used, untested
  int freed = 0;                ///< the line where it was freed; 0: it was not
  int maybe_freed = 0;          ///< the line where one of the ways to here freed it, and the others did not
  int maybe_under = 0;          ///< the branches around the place where those ways met
  int maybe_unset = 0;          ///< the line of a branch that put nothing into it, while the other one did
  int unset_under = 0;          ///< the branches around the place where those met
  int allocated = 0;            ///< the line where it was allocated
  int object = 0;               ///< the same for all names of one block; 0: not asked for yet
  std::optional<double> bytes;  ///< the size of the block that it points into
  double element = 0;           ///< the size of one element; 0: unknown
  double offset = 0;            ///< in bytes, from the start of the block
  std::optional<double> text;   ///< the length of the text in it, in elements
  double filled = 0;            ///< that many elements from the start are not 0
  Range range;                  ///< of a number
};

/// What holds at one point of a function on every way to it.
struct State {
  bool live = true;
  std::map<std::string, Fact, std::less<>> facts;
  std::map<int, int> freed;  ///< blocks that were freed, and the line

  Fact* find(std::string_view key);
  /// Forgets a variable, its fields and what it points to.
  void forget(std::string_view key);
  void forget_fields(std::string_view key);
  /// Changes what is known of the content of a block, whatever name it is changed through.
  void set_text(const Fact& of, std::optional<double> text, double filled);
};

/// What holds where two ways meet.
Fact join(const Fact& a, const Fact& b);
State join(const State& a, const State& b);

}  // namespace assay::analysis::memory
