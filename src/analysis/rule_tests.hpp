#pragma once
#include <string>
#include <vector>

#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {

/// What became of one example in a rule's `tests`, in one language.
struct RuleTestResult {
  std::string rule_id;
  core::Language language = core::Language::text;
  bool bad = false;       ///< the rule has to report something
  std::size_t index = 0;  ///< from 0, in its list
  bool passed = false;
  std::string message;  ///< why it failed; empty if it passed
};

/// Runs the examples of one rule, or of all of them, disabled rules included. Runs in this process.
std::vector<RuleTestResult> run_rule_tests(std::shared_ptr<const RuleSet> rules);
std::vector<RuleTestResult> run_rule_tests(std::shared_ptr<const RuleSet> rules, const Rule& rule);

}  // namespace assay::analysis
