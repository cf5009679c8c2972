#include "app/rule_book.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>

#include "analysis/rule_tests.hpp"
#include "analysis/rules/rule_codec.hpp"
#include "analysis/rules/rule_yaml.hpp"
#include "analysis/ruleset/own_rules.hpp"

namespace assay::app {
namespace {

std::vector<std::string> codes_of(const std::vector<analysis::RuleExample>& examples) {
  std::vector<std::string> codes;
  for (const auto& example : examples) codes.push_back(example.code);
  return codes;
}

cli::RuleInfo to_info(const analysis::Rule& rule, bool own) {
  cli::RuleInfo info;
  info.id = rule.id;
  info.languages = rule.languages;
  info.severity = rule.severity;
  info.category = rule.category;
  info.confidence = rule.confidence;
  info.cwe = rule.cwe;
  info.message = rule.message;
  info.detail = rule.detail;
  info.origin = own ? "your own" : "built in";
  info.own = own;
  info.has_fix = rule.fix.has_value();
  info.bad_examples = codes_of(rule.bad);
  info.ok_examples = codes_of(rule.ok);
  return info;
}

std::string describe(const analysis::RuleTestResult& result) {
  return std::string{result.bad ? "bad" : "ok"} + " example " + std::to_string(result.index + 1) + " (" +
         std::string{core::to_string(result.language)} + "): " + result.message;
}

/// One line per rule out of one per example.
std::vector<cli::RuleTestResult> by_rule(const std::vector<analysis::RuleTestResult>& results) {
  std::map<std::string, cli::RuleTestResult> rules;
  for (const auto& result : results) {
    auto& rule = rules[result.rule_id];
    rule.id = result.rule_id;
    ++rule.examples;
    if (!result.passed) rule.failures.push_back(describe(result));
  }
  std::vector<cli::RuleTestResult> out;
  for (auto& [id, rule] : rules) out.push_back(std::move(rule));
  return out;
}

class LocalRuleBook final : public cli::RuleBook {
 public:
  LocalRuleBook(std::shared_ptr<const analysis::RuleSet> rules, std::set<std::string> own)
      : rules_(std::move(rules)), own_(std::move(own)) {}

  std::vector<cli::RuleInfo> rules() const override {
    std::vector<cli::RuleInfo> out;
    for (const auto& rule : rules_->rules()) out.push_back(to_info(rule, own_.contains(rule.id)));
    std::ranges::sort(out, {}, &cli::RuleInfo::id);
    return out;
  }

  base::Result<std::vector<cli::RuleTestResult>> test(const std::string& folder) override {
    if (folder.empty()) return by_rule(analysis::run_rule_tests(rules_));
    if (!std::filesystem::is_directory(folder)) {
      return base::fail(base::Errc::not_found, "there is no folder \"" + folder + "\" with rules");
    }
    auto loaded = analysis::load_rules(folder);
    std::vector<cli::RuleTestResult> out;
    for (const auto& error : loaded.errors) {
      const auto colon = error.find(": ");
      out.push_back(
          {error.substr(0, colon), 0, {colon == std::string::npos ? error : error.substr(colon + 2)}});
    }
    for (const auto& rule : loaded.rules) {
      if (auto problems = analysis::RuleSet::check(rule); !problems.empty())
        out.push_back({rule.id, 0, std::move(problems)});
    }
    auto results =
        by_rule(analysis::run_rule_tests(std::make_shared<const analysis::RuleSet>(std::move(loaded.rules))));
    std::ranges::move(results, std::back_inserter(out));
    std::ranges::stable_sort(out, {}, &cli::RuleTestResult::id);
    return out;
  }

 private:
  std::shared_ptr<const analysis::RuleSet> rules_;
  std::set<std::string> own_;
};

}  // namespace

base::Result<std::unique_ptr<cli::RuleBook>> open_rule_book(const cli::LoadedConfiguration& loaded) {
  std::vector<analysis::Rule> own;
  for (const auto& folder : loaded.values.analysis.rules) {
    auto read = analysis::load_rules(folder);
    if (!read.errors.empty())
      return base::fail(base::Errc::invalid_argument, read.errors.front(), "analysis.rules");
    std::ranges::move(read.rules, std::back_inserter(own));
  }
  std::set<std::string> ids;
  for (const auto& rule : own) ids.insert(rule.id);
  auto rules = analysis::own_rules({own.empty() ? std::string{} : analysis::encode_rules(own), {}, {}});
  return std::make_unique<LocalRuleBook>(std::move(rules), std::move(ids));
}

}  // namespace assay::app
