#pragma once
#include <optional>
#include <string_view>

#include "analysis/rules/conditions.hpp"

namespace assay::analysis::memory {

/// The size of a value of a type as written, on machines with 64-bit pointers; 0 where it is not known.
double size_of_type(std::string_view type);

/// What an integer type can hold.
struct Limits {
  std::string_view type;  ///< without spaces, as Names::declared_type gives it
  double low;
  double high;
};

/// Null for what is no integer type of known size.
const Limits* limits_of(std::string_view type);

/// The number of bytes that a constant string takes in memory, its 0 included.
std::optional<double> string_bytes(const FileView& file, NodeId n);

}  // namespace assay::analysis::memory
