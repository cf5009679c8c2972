#pragma once
#include "analysis/lang/model.hpp"

namespace assay::analysis {

/// McCabe's number of a Python function as radon counts it: 1 + if, elif, ?:, for, while and try with their
/// `else`, except, each clause of a comprehension, and / or, assert (whose own expression is not looked
/// into). Nested functions and classes count for themselves.
int python_cyclomatic(const Tree& tree, NodeId function);

/// Of a Python file, by radon's formulas, from the syntax tree: Halstead volume over the operators of
/// expressions and their operands, and the maintainability index 0-100.
struct PythonFileMetrics {
  double halstead_volume = 0;
  double maintainability = 100;
};
PythonFileMetrics python_file_metrics(const Tree& tree, const Model& model);

}  // namespace assay::analysis
