#pragma once
#include "analysis/lang/model.hpp"
#include "core/review.hpp"

namespace assay::analysis {

/// Figures of one function or lambda with a name. Nested functions count for themselves, lambdas for the
/// function they stand in.
///
/// cyclomatic: McCabe, 1 + decisions: if, elif, loop, case with a value, catch, ?:, and each && || and or.
/// For Python exactly radon's number (python_metrics.hpp). cognitive: SonarSource's "Cognitive Complexity"
/// (2023): +1 for each break in the linear flow, + the nesting it stands in for if, switch, loop, catch and
/// ?:, +1 for else, elif, goto, and each run of equal logical operators, +1 for recursion. nesting: the
/// deepest of those. length: lines from the first to the last. parameters: without self and cls.
core::FunctionMetrics function_metrics(const Tree& tree, const Model& model, NodeId function);

/// Figures of a file. SLOC: lines with a token that is no comment. Duplication: lines in runs of at least 6
/// code lines with at least 50 tokens that occur again in the file, as a share of SLOC. Halstead volume: N
/// log2 n over tokens. Maintainability: max(0, 171 - 5.2 ln V - 0.23 G - 16.2 ln SLOC + 50 sin sqrt(2.4 C)) *
/// 100 / 171 with V the volume, G the sum of cyclomatic complexities and C the share of comment lines in
/// percent, as an angle in radians (radon's formula). For Python both are radon's own numbers, whose
/// operators, lines and sums are others (python_metrics.hpp).
core::CodeMetrics code_metrics(const Tree& tree, const Model& model);

/// A stretch of code that stands elsewhere in the file as well.
struct Clone {
  std::uint32_t first_line = 0;
  std::uint32_t last_line = 0;
  std::uint32_t other_line = 0;  ///< where the first occurrence begins
};

struct Duplication {
  std::size_t duplicated_lines = 0;
  std::vector<Clone> clones;  ///< later occurrences, in order
};

Duplication find_duplication(const Tree& tree, const Model& model);

/// For each line (index 0 is line 1): has it code, has it a comment.
struct LineUse {
  std::vector<bool> code;
  std::vector<bool> comment;
};
LineUse line_use(const Tree& tree, const Model& model);

}  // namespace assay::analysis
