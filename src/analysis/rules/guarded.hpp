#pragma once
#include "analysis/rules/conditions.hpp"

namespace assay::analysis {

/// Equal but for white space and comments.
bool same_tokens(const Tree& tree, NodeId a, NodeId b);

/// Something with the same tokens as `expression` stands in `n` or is `n`.
bool mentions(const Tree& tree, NodeId n, NodeId expression);

/// Control only gets to `at` after a test of `expression`: an if, loop, ?: or && around it has the expression
/// in its condition, or an earlier statement of a block around it is an assertion about it, or an if about it
/// that leaves the block. What is tested is not understood, only that somebody thought of it. Looks no
/// further than the function.
bool is_guarded(const FileView& file, NodeId at, NodeId expression);

}  // namespace assay::analysis
