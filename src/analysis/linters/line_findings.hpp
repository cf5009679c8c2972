#pragma once
#include <string_view>
#include <vector>

#include "analysis/linters/linter.hpp"

namespace assay::analysis {

/// Reads lines of "FILE:LINE[:COLUMN]: message" that begin with `file`; others are passed over.
std::vector<LinterFinding> read_lines(std::string_view text, std::string_view file, std::string_view code);

}  // namespace assay::analysis
