#include <gtest/gtest.h>

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
}

}  // namespace
}  // namespace assay::analysis
