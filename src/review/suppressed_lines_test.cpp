#include "review/suppressed_lines.hpp"

#include <gtest/gtest.h>

#include "review/conclusion.hpp"

namespace assay::review {
namespace {

core::Issue issue_at(int line, std::string rule, std::string path = "a.py") {
  core::Issue issue;
  issue.sources = {"static"};
  issue.title = rule;
  issue.quote = rule;
  issue.rule_id = std::move(rule);
  issue.path = std::move(path);
  issue.severity = core::Severity::high;
  issue.lines = core::LineRange{line, line};
  return issue;
}

core::ReviewInput one_file(std::string code) {
  core::ReviewInput input;
  input.filename = "a.py";
  input.language = core::Language::python;
  input.code = std::move(code);
  return input;
}

TEST(SuppressedLines, CommentTakesTheFindingOutOfSightAndOutOfTheScore) {
  const auto input = one_file("a\nb  # assay: ignore[py.b] ours\nc  # assay: ignore\n");
  core::Review review;
  review.issues = {issue_at(1, "py.a"), issue_at(2, "py.b"), issue_at(3, "py.c")};
  conclude(review, input, Complete::yes);
  ASSERT_EQ(review.issues.size(), 1U);
  EXPECT_EQ(review.issues[0].rule_id, "py.a");
  ASSERT_EQ(review.filtered.size(), 2U);
  EXPECT_EQ(review.filtered[0].reason, core::FilterReason::suppressed);
  EXPECT_EQ(review.filtered[0].note, "ours (the comment on line 2)");
  EXPECT_EQ(review.filtered[1].note, "the comment on line 3 gives no reason");
  EXPECT_FALSE(review.filtered[0].issue.fingerprint.empty());
  ASSERT_TRUE(review.scores.has_value());
  for (const auto& deduction : review.scores->deductions)
    EXPECT_NE(deduction.issue_id, review.filtered[0].issue.id);
}

TEST(SuppressedLines, CommentOfOneFileSaysNothingOfAnother) {
  core::ReviewInput input;
  input.files = {{"a.py", core::Language::python, "x  # assay: ignore\n", std::nullopt, {}},
                 {"b.py", core::Language::python, "x\n", std::nullopt, {}}};
  const SuppressedLines lines{input};
  EXPECT_NE(lines.of(issue_at(1, "r", "a.py")), nullptr);
  EXPECT_EQ(lines.of(issue_at(1, "r", "b.py")), nullptr);
}

struct Policy final : FindingPolicy {
  std::optional<Verdict> judge(core::Issue& issue) const override {
    if (issue.rule_id == "py.off") return Verdict{core::FilterReason::over_cap, "why"};
    if (issue.rule_id == "py.mild") issue.severity = core::Severity::low;
    return std::nullopt;
  }
};

TEST(SuppressedLines, PolicyJudgesWhatNoCommentIsAbout) {
  const auto input = one_file("a\nb\nc  # assay: ignore\n");
  core::Review review;
  review.issues = {issue_at(1, "py.off"), issue_at(2, "py.mild"), issue_at(3, "py.off")};
  const Policy policy;
  conclude(review, input, Complete::yes, &policy);
  ASSERT_EQ(review.issues.size(), 1U);
  EXPECT_EQ(review.issues[0].severity, core::Severity::low);
  ASSERT_EQ(review.filtered.size(), 2U);
  EXPECT_EQ(review.filtered[1].reason, core::FilterReason::over_cap);
  EXPECT_EQ(review.filtered[1].note, "why");
  EXPECT_EQ(review.filtered[0].reason, core::FilterReason::suppressed);
}

}  // namespace
}  // namespace assay::review
