#pragma once
#include <optional>

#include "analysis/backtracking/backtracking.hpp"
#include "analysis/rules/conditions.hpp"

namespace assay::analysis {

/// What makes the regular expression at `n` take forever. `n` is one of: a literal of a regular expression, a
/// constant string that holds one, a call that compiles or applies one (`re.match(p, s)`,
/// `P.matcher(s).find()`, `s.replace(/a/, b)`), or a name that is set to one of those once. Nothing where no
/// such text exists, where the expression is not constant or its syntax not understood, and in languages
/// whose engine takes linear time.
std::optional<backtracking::Attack> find_attack(const FileView& file, NodeId n, backtracking::Growth growth);

}  // namespace assay::analysis
