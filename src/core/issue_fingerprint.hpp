#pragma once
#include <vector>

#include "core/issue.hpp"

namespace assay::core {

/// Gives every issue its `fingerprint` and `id`. The fingerprint is SHA-256 over {path, rule id or else the
/// words of the title, quote without white space, number among equals}: the same finding keeps it when its
/// lines move or are re-indented. The id is its first 12 hex digits and is unique within `issues`. Call it on
/// the final list, in order of lines, so that equals are numbered from the top.
void assign_fingerprints(std::vector<Issue>& issues);

}  // namespace assay::core
