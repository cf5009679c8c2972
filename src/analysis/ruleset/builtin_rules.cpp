#include "analysis/ruleset/builtin_rules.hpp"

#include <algorithm>
#include <iterator>

#include "analysis/rules/rule_codec.hpp"

namespace assay::analysis {

std::shared_ptr<const RuleSet> builtin_rules() {
  static const std::shared_ptr<const RuleSet> rules = [] {
    std::vector<Rule> all;
    for (const std::string_view bytes : builtin_rule_table()) {
      auto decoded = decode_rules(bytes);
      // The table and the decoder come from one build; a mismatch can't be but a broken build, and its test
      // fails.
      if (decoded) std::move(decoded->begin(), decoded->end(), std::back_inserter(all));
    }
    return std::make_shared<const RuleSet>(std::move(all));
  }();
  return rules;
}

}  // namespace assay::analysis
