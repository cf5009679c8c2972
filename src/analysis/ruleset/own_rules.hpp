#pragma once
#include <memory>
#include <string>
#include <vector>

#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {

/// What a user wants of the rules. Names are ids, or the beginning of ids and "*".
struct RuleChoice {
  std::string extra;                  ///< encode_rules of their own; empty for none
  std::vector<std::string> disabled;  ///< these are not run
  std::vector<std::string> enabled;   ///< these are, though they are off unless asked for
};

/// The built-in rules plus a user's own (one with the id of a built-in one replaces it), as chosen.
std::shared_ptr<const RuleSet> own_rules(const RuleChoice& choice);

/// RuleSet::hash of own_rules; without reading any where the choice is to have the built-in ones.
std::string rules_hash(const RuleChoice& choice);

}  // namespace assay::analysis
