#pragma once
#include <memory>
#include <span>
#include <string_view>

#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {

/// The rules of the rules/ folder as they were when this binary was built; compiled on first use, then
/// shared.
std::shared_ptr<const RuleSet> builtin_rules();

/// RuleSet::hash of them, computed when the binary was built.
std::string_view builtin_rules_hash();

/// One encoded rule each; written by assay_rulec.
std::span<const std::string_view> builtin_rule_table();

}  // namespace assay::analysis
