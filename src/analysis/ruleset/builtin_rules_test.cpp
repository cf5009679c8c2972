#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "analysis/engine.hpp"
#include "analysis/rule_docs.hpp"
#include "analysis/rule_tests.hpp"
#include "analysis/ruleset/builtin_rules.hpp"

namespace assay::analysis {
namespace {

TEST(BuiltinRules, EveryExampleOfEveryRuleIsAsItSays) {
  const auto results = run_rule_tests(builtin_rules());
  EXPECT_GT(results.size(), 20U);
  for (const RuleTestResult& result : results) {
    EXPECT_TRUE(result.passed) << result.rule_id << " (" << to_string(result.language) << "), "
                               << (result.bad ? "bad" : "ok") << "[" << result.index
                               << "]: " << result.message;
  }
}

TEST(BuiltinRules, AllOfTheTableIsDecoded) {
  EXPECT_EQ(builtin_rules()->rules().size(), builtin_rule_table().size());
  EXPECT_EQ(builtin_rules()->hash().size(), 16U);
  EXPECT_EQ(builtin_rules()->hash(), builtin_rules_hash());
}

TEST(BuiltinRules, CoverAtLeastThreeHundredTestedCells) {
  const Coverage coverage = coverage_of(builtin_rules()->rules());
  EXPECT_GE(coverage.tested, 300);
}

TEST(BuiltinRules, DocumentationIsThatOfTheseRules) {
  std::ifstream in(ASSAY_RULE_DOCS, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(text == rules_markdown(builtin_rules()->rules()))
      << "docs/rules.md is out of date: build/release/src/analysis/assay_rulec docs rules docs/rules.md";
}

/// A container that gives nothing, called by what is a sanitizer's name for one of many rules.
TEST(BuiltinRules, SurviveAContainerThatKnowsNothing) {
  const Engine engine(builtin_rules());
  const AnalysisResult result = engine.analyse({core::Language::javascript, "source.js", R"(
parserServices = textOrConfig.parserServices;
this[caches] = new Map([
  ["isGlobalReference", new WeakMap()],
]);
this.parserServices = parserServices || {};
let configNodes = this[caches].get("configNodes");
)"});
  EXPECT_EQ(result.language, core::Language::javascript);
}

}  // namespace
}  // namespace assay::analysis
