#pragma once
#include <optional>
#include <string_view>

#include "analysis/memory/state.hpp"
#include "analysis/rules/conditions.hpp"

namespace assay::analysis::memory {

/// The size of a value of a type as written, on machines with 64-bit pointers; 0 where it is not known.
double size_of_type(std::string_view type);

/// The value of a constant expression with sizeof, strlen("…") and what the state knows of arrays; nothing
/// where it is no constant.
std::optional<double> constant(const FileView& file, State& state, NodeId n);

/// The number of bytes that a constant string takes in memory, its 0 included.
std::optional<double> string_bytes(const FileView& file, NodeId n);

}  // namespace assay::analysis::memory
