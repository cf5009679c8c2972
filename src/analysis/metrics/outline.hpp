#pragma once
#include "analysis/lang/model.hpp"
#include "core/ports/outliner.hpp"

namespace assay::analysis {

/// Imports, named functions and types of a tree, in order; at most 20,000.
core::CodeOutline outline_of(const Tree& tree, const Model& model);

}  // namespace assay::analysis
