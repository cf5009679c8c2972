#pragma once
#include <string>
#include <vector>

#include "analysis/rules/rule.hpp"

namespace assay::analysis {

/// docs/rules.md: the coverage table (class by language) and every rule's text, in the order of the ids. A
/// cell counts as tested when a rule of the class has a bad and an ok example that are run in the language.
std::string rules_markdown(const std::vector<Rule>& rules);

/// Cells of the table over the ten languages with rules of their own (TypeScript has JavaScript's).
struct Coverage {
  int tested = 0;
  int all = 0;  ///< with a rule, tested or not
};
Coverage coverage_of(const std::vector<Rule>& rules);

/// The languages an example is run in: its own, or those of its rule; one alone where a rule is for many.
std::vector<core::Language> example_languages(const Rule& rule, const RuleExample& example);

}  // namespace assay::analysis
