#include "core/suppression.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

Issue at(int start, int end, std::string rule) {
  Issue issue;
  issue.lines = LineRange{start, end};
  issue.rule_id = std::move(rule);
  return issue;
}

TEST(Suppression, OnTheSameLineWithRuleAndReason) {
  const auto all =
      find_suppressions("x = 1\ny = eval(z)  # assay: ignore[py.eval] z is a constant of ours\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].line, 2);
  EXPECT_EQ(all[0].target, 2);
  EXPECT_EQ(all[0].rules, std::vector<std::string>{"py.eval"});
  EXPECT_EQ(all[0].reason, "z is a constant of ours");
  EXPECT_NE(suppression_of(at(2, 2, "py.eval"), all), nullptr);
  EXPECT_EQ(suppression_of(at(2, 2, "py.other"), all), nullptr);
  EXPECT_EQ(suppression_of(at(1, 1, "py.eval"), all), nullptr);
}

TEST(Suppression, AloneItIsAboutTheNextLineWithCode) {
  const auto all = find_suppressions(
      "// assay: ignore[js.eval, js.sql-*]: checked above\n// more about it\n\nrun(x);\nrun(y);\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].target, 4);
  EXPECT_EQ(all[0].reason, "checked above");
  EXPECT_NE(suppression_of(at(4, 6, "js.sql-injection"), all), nullptr);
  EXPECT_EQ(suppression_of(at(5, 5, "js.eval"), all), nullptr);
}

TEST(Suppression, WithoutRulesItIsAboutEverythingOnTheLine) {
  const auto all = find_suppressions("<p>  <!-- assay: ignore -->\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].rules.empty());
  EXPECT_EQ(all[0].reason, "");
  EXPECT_NE(suppression_of(at(1, 1, ""), all), nullptr);
  EXPECT_EQ(describe(all[0]), "the comment on line 1 gives no reason");
}

TEST(Suppression, EverySyntaxOfComments) {
  for (const char* code :
       {"f() # assay: ignore[a] r", "f(); // assay: ignore[a] r", "f(); /* assay: ignore[a] r */",
        "SELECT 1 -- assay: ignore[a] r", "<p> <!-- assay: ignore[a] r -->", "f() ; assay: ignore[a] r",
        "f() % assay: ignore[a] r", "let x (* assay: ignore[a] r *)"}) {
    const auto all = find_suppressions(code);
    ASSERT_EQ(all.size(), 1U) << code;
    EXPECT_EQ(all[0].target, 1) << code;
    EXPECT_EQ(all[0].reason, "r") << code;
  }
}

TEST(Suppression, ProseStringsAndBrokenOnesAreNone) {
  for (const char* code : {"s = 'assay: ignore[a] r'", "# assay: ignored for now", "# assay: ignore[",
                           "# assay: ignore[]", "# see assay:", "assay: ignore[a]"}) {
    EXPECT_TRUE(find_suppressions(code).empty()) << code;
  }
}

TEST(Suppression, IssueWithoutLinesIsNeverCovered) {
  const auto all = find_suppressions("x  # assay: ignore\n");
  EXPECT_EQ(suppression_of(Issue{}, all), nullptr);
}

TEST(Suppression, AtTheEndOfTheFileItIsAboutNothing) {
  const auto all = find_suppressions("x\n# assay: ignore[a] r\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].target, 0);
}

}  // namespace
}  // namespace assay::core
