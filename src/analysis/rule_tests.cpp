#include "analysis/rule_tests.hpp"

#include "analysis/engine.hpp"
#include "analysis/rule_docs.hpp"

namespace assay::analysis {
namespace {

RuleTestResult run_one(const Engine& engine, const Rule& rule, const RuleExample& example,
                       core::Language language, bool bad, std::size_t index) {
  RuleTestResult result{rule.id, language, bad, index, false, {}};
  const AnalysisResult found = engine.analyse({language, rule.test_filename, example.code}, &rule);
  if (bad == !found.issues.empty()) {
    result.passed = true;
    return result;
  }
  result.message = bad ? "nothing was found in:\n" + example.code
                       : "line " + std::to_string(found.issues.front().lines->start) + " was reported in:\n" +
                             example.code;
  for (const core::CoverageRange& range : found.coverage.ranges) {
    if (range.state != core::CoverageState::skipped) continue;
    result.message += "\n(lines " + std::to_string(range.lines.start) + "-" +
                      std::to_string(range.lines.end) + ": " + range.reason + ")";
  }
  return result;
}

}  // namespace

std::vector<RuleTestResult> run_rule_tests(std::shared_ptr<const RuleSet> rules, const Rule& rule) {
  const Engine engine(std::move(rules));
  std::vector<RuleTestResult> results;
  const auto run_list = [&](const std::vector<RuleExample>& list, bool bad) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (const core::Language language : example_languages(rule, list[i]))
        results.push_back(run_one(engine, rule, list[i], language, bad, i));
    }
  };
  run_list(rule.bad, true);
  run_list(rule.ok, false);
  return results;
}

std::vector<RuleTestResult> run_rule_tests(std::shared_ptr<const RuleSet> rules) {
  std::vector<RuleTestResult> all;
  for (const Rule& rule : rules->rules()) {
    std::vector<RuleTestResult> one = run_rule_tests(rules, rule);
    all.insert(all.end(), std::make_move_iterator(one.begin()), std::make_move_iterator(one.end()));
  }
  return all;
}

}  // namespace assay::analysis
