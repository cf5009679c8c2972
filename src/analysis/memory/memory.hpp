#pragma once
#include <string>
#include <vector>

#include "analysis/rules/conditions.hpp"

namespace assay::analysis {

/// Something wrong with memory or numbers in a C or C++ function.
struct MemoryEvent {
  enum class Kind {
    out_of_bounds,   ///< an index or a length beyond a buffer of known size
    use_after_free,  ///< freed before, on every way to here
    double_free,
    unchecked,        ///< used without a test whether the allocation gave anything
    uninitialized,    ///< read before anything was put into it
    maybe_unset,      ///< read where one of the ways to here put nothing into it
    wrong_free,       ///< free of what no malloc gave, delete of what no new gave
    leak,             ///< allocated here, given to nobody, never freed
    null_use,         ///< NULL on every way to here
    outside_index,    ///< an index from outside that nobody compared with both ends
    outside_length,   ///< the same of a length or a size
    outside_divisor,  ///< a divisor from outside that may be 0
    outside_assert,   ///< an assertion that somebody outside can make fail
    endless,          ///< a loop whose condition nothing in it changes
    narrowed,         ///< a number that its new type can't hold
    late_test,        ///< compared with NULL after it was used
    zero_divisor,     ///< 0 on every way to here
    overflow,         ///< arithmetic on a number from outside that may not fit its type
    in_part,          ///< no fault: from here on only what is changed was seen, because it is nested too deep
    fits,             ///< no fault: a copy without a limit of which it is known that it fits
  };
  Kind kind;
  NodeId at;
  std::string name;    ///< the variable
  std::string detail;  ///< for the message: sizes, or the line of the other place
  int line = 0;        ///< the other place: where it was freed or allocated; 0 for none
};

/// Follows every function of a C or C++ file, statement by statement: which pointers were allocated, tested,
/// freed or are NULL, how large the buffers and how long the texts in them are where that is constant, and
/// between which bounds numbers lie. Branches are joined so that only what holds on all ways remains; what a
/// loop or an unknown function may change is forgotten. Functions of the same file are entered, three deep.
/// Thread-safe.
std::vector<MemoryEvent> memory_events(const FileView& file);

}  // namespace assay::analysis
