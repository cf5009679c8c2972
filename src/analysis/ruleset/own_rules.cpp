#include "analysis/ruleset/own_rules.hpp"

#include <algorithm>

#include "analysis/rules/rule_codec.hpp"
#include "analysis/ruleset/builtin_rules.hpp"

namespace assay::analysis {

std::shared_ptr<const RuleSet> own_rules(const std::string& encoded_extra,
                                         const std::vector<std::string>& disabled) {
  if (encoded_extra.empty() && disabled.empty()) return builtin_rules();
  std::vector<Rule> all = builtin_rules()->rules();
  if (!encoded_extra.empty()) {
    auto extra = decode_rules(encoded_extra);
    if (!extra) extra.emplace();
    for (Rule& rule : *extra) {
      std::erase_if(all, [&rule](const Rule& other) { return other.id == rule.id; });
      all.push_back(std::move(rule));
    }
  }
  std::erase_if(all, [&disabled](const Rule& rule) {
    return std::find(disabled.begin(), disabled.end(), rule.id) != disabled.end();
  });
  return std::make_shared<const RuleSet>(std::move(all));
}

}  // namespace assay::analysis
