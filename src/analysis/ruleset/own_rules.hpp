#pragma once
#include <memory>
#include <string>
#include <vector>

#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {

/// The built-in rules plus a user's own (encoded; empty for none; one with the id of a built-in one replaces
/// it), without those whose ids are in `disabled`.
std::shared_ptr<const RuleSet> own_rules(const std::string& encoded_extra,
                                         const std::vector<std::string>& disabled);

}  // namespace assay::analysis
