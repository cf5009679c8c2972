#pragma once
#include <string>
#include <vector>

#include "analysis/rules/conditions.hpp"

namespace assay::analysis {

/// Something wrong with memory in a C or C++ function.
struct MemoryEvent {
  enum class Kind {
    out_of_bounds,   ///< an index or a length beyond a buffer of known size
    use_after_free,  ///< freed before, on every way to here
    double_free,
    unchecked,      ///< used without a test whether the allocation gave anything
    uninitialized,  ///< read before anything was put into it
    wrong_free,     ///< free of what no malloc gave, delete of what no new gave
    leak,           ///< allocated here, given to nobody, never freed
  };
  Kind kind;
  NodeId at;
  std::string name;    ///< the variable
  std::string detail;  ///< for the message: sizes, or the line of the other place
  int line = 0;        ///< the other place: where it was freed or allocated; 0 for none
};

/// Follows every function of a C or C++ file once, statement by statement: which pointers were allocated,
/// tested and freed, and how large the buffers behind them are where that is constant. Branches are joined so
/// that only what holds on all ways remains; what a loop or an unknown function may change is forgotten.
/// Calls are not entered. Thread-safe.
std::vector<MemoryEvent> memory_events(const FileView& file);

}  // namespace assay::analysis
