#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/rules/rule.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// Rules as bytes: how the built-in ones are linked into the binary and how a user's own reach the analysis
/// process. Not a stored format: both ends are the same build.
std::string encode_rules(const std::vector<Rule>& rules);
base::Result<std::vector<Rule>> decode_rules(std::string_view bytes);

}  // namespace assay::analysis
