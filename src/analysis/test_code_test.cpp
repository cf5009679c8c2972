#include "analysis/rules/test_code.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "analysis/engine.hpp"
#include "analysis/rules/rule_yaml.hpp"
#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {
namespace {

using Ids = std::set<std::string>;

/// Reports every return statement.
Rule rule_of(const std::string& category, const std::string& rule_class) {
  auto rule = parse_rule(
      "id: " + rule_class + "\nlanguages: [go, java]\nseverity: med\ncategory: " + category +
          "\nclass: " + rule_class + "\nconfidence: 0.8\nmessage: found\nquery: \"(return_statement) @at\"\n",
      {});
  EXPECT_TRUE(rule) << (rule ? "" : rule.error().message);
  return rule ? std::move(*rule) : Rule();
}

Ids found(core::Language language, const std::string& filename, const std::string& code) {
  std::vector<Rule> rules;
  rules.push_back(rule_of("security", "weak-hash"));
  rules.push_back(rule_of("security", "secret"));
  rules.push_back(rule_of("performance", "quadratic"));
  rules.push_back(rule_of("correctness", "null-use"));
  const Engine engine(std::make_shared<const RuleSet>(std::move(rules)));
  Ids ids;
  for (const core::Issue& issue : engine.analyse({language, filename, code}).issues)
    ids.insert(issue.rule_id);
  return ids;
}

const Ids kAll = {"null-use", "quadratic", "secret", "weak-hash"};
const Ids kInTests = {"null-use", "secret"};
constexpr const char* kGo = "package p\n\nfunc f() int { return g() }\n";
constexpr const char* kJava = "class A { int f() { return g(); } }\n";

TEST(TestCode, ProductsAreToldEverything) {
  EXPECT_EQ(found(core::Language::go, "p/file.go", kGo), kAll);
  EXPECT_EQ(found(core::Language::go, "p/mytestdata/file.go", kGo), kAll);
  EXPECT_EQ(found(core::Language::java, "src/main/java/PaymentTest.java", kJava), kAll);
  EXPECT_EQ(found(core::Language::java, "", kJava), kAll);
}

TEST(TestCode, TestsAreNeitherAttackedNorWaitedFor) {
  EXPECT_EQ(found(core::Language::go, "p/file_test.go", kGo), kInTests);
  EXPECT_EQ(found(core::Language::java, "app/src/test/java/Stub.java", kJava), kInTests);
  const std::string import = "import org.junit.jupiter.api.Test;\n";
  EXPECT_EQ(found(core::Language::java, "A.java", import + kJava), kInTests);
}

TEST(TestCode, FixturesMayHaveNoSecretsAndEverythingElse) {
  EXPECT_EQ(found(core::Language::go, "go/types/testdata/file.go", kGo), Ids{"secret"});
  EXPECT_EQ(found(core::Language::go, "testdata/file.go", kGo), Ids{"secret"});
}

}  // namespace
}  // namespace assay::analysis
