#pragma once
#include <string_view>

namespace assay::analysis::memory {

/// A function of the library that reads or writes where an argument points: which one is the target, which
/// the source, which the number of elements, and how large those are. -1: it has none.
struct Copies {
  std::string_view name;
  int target;
  int source;
  int length;
  double unit;
};

/// Null for functions that copy no number of bytes.
const Copies* copies(std::string_view function);

/// strcpy, strcat and the like: they go on until the 0, and nobody says how large the target is.
struct Unbounded {
  std::string_view name;
  bool appends;
  double unit;
};

const Unbounded* unbounded(std::string_view function);

}  // namespace assay::analysis::memory
