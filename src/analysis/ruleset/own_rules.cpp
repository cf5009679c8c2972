#include "analysis/ruleset/own_rules.hpp"

#include <algorithm>

#include "analysis/rules/rule_codec.hpp"
#include "analysis/ruleset/builtin_rules.hpp"
#include "core/suppression.hpp"

namespace assay::analysis {
namespace {

bool named(const Rule& rule, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&rule](const std::string& name) { return core::matches_rule(name, rule.id); });
}

bool is_builtin(const RuleChoice& choice) {
  return choice.extra.empty() && choice.disabled.empty() && choice.enabled.empty();
}

}  // namespace

std::shared_ptr<const RuleSet> own_rules(const RuleChoice& choice) {
  if (is_builtin(choice)) return builtin_rules();
  std::vector<Rule> all = builtin_rules()->rules();
  if (!choice.extra.empty()) {
    auto extra = decode_rules(choice.extra);
    if (!extra) extra.emplace();
    for (Rule& rule : *extra) {
      std::erase_if(all, [&rule](const Rule& other) { return other.id == rule.id; });
      all.push_back(std::move(rule));
    }
  }
  std::erase_if(all, [&choice](const Rule& rule) { return named(rule, choice.disabled); });
  for (Rule& rule : all) rule.enabled = rule.enabled || named(rule, choice.enabled);
  return std::make_shared<const RuleSet>(std::move(all));
}

std::string rules_hash(const RuleChoice& choice) {
  return is_builtin(choice) ? std::string(builtin_rules_hash()) : own_rules(choice)->hash();
}

}  // namespace assay::analysis
