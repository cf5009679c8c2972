#include "review/text_under_review.hpp"

#include <gtest/gtest.h>

namespace assay::review {
namespace {

using core::LineRange;

// Lines 3 and 6-7 of a file of 8.
KnownLines known() { return KnownLines{{{3, 3}, {6, 7}}}; }

TEST(KnownLines, are_cut_out_and_found_again) {
  EXPECT_EQ(known().cut("\n\nC\n\n\nF\nG\n\n"), "C\nF\nG\n");
  EXPECT_EQ(known().cut("\n\nC\n\n\nF"), "C\nF");
  EXPECT_EQ(known().cut(""), "");
  EXPECT_EQ(known().in_file(1), 3);
  EXPECT_EQ(known().in_file(2), 6);
  EXPECT_EQ(known().in_file(3), 7);
  EXPECT_EQ(known().in_file(99), 7);
  for (int seen = 1; seen <= 3; ++seen) EXPECT_EQ(known().as_seen(known().in_file(seen)), seen);
  EXPECT_EQ(known().as_seen(4), 2) << "the next known line";
  EXPECT_TRUE(known().together({6, 7}));
  EXPECT_FALSE(known().together({3, 6}));
  EXPECT_EQ(known().known_parts({1, 6}), (std::vector<LineRange>{{3, 3}, {6, 6}}));
  EXPECT_EQ(known().unknown(8), (std::vector<LineRange>{{1, 2}, {4, 5}, {8, 8}}));
}

TEST(TextUnderReview, a_single_text_is_the_input_itself) {
  const auto input = std::make_shared<const core::ReviewInput>();
  const auto texts = texts_under_review(input);
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].input(), input);
  EXPECT_FALSE(texts[0].changed());
}

TEST(TextUnderReview, what_reviewers_say_of_a_part_is_about_lines_of_the_file) {
  auto input = std::make_shared<core::ReviewInput>();
  input->files = {{"whole.py", core::Language::python, "a\nb\n", std::nullopt, {}},
                  {"untouched.py", core::Language::python, "a\n", std::vector<LineRange>{}, {}},
                  {"part.py",
                   core::Language::python,
                   "\n\nC\n\n\nF\nG\n",
                   std::vector<LineRange>{{3, 3}, {7, 7}},
                   {{3, 3}, {6, 7}}}};
  const auto texts = texts_under_review(input);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].input()->code, "a\nb\n");
  const auto& part = texts[1];
  EXPECT_EQ(part.path(), "part.py");
  EXPECT_EQ(part.input()->code, "C\nF\nG\n");
  EXPECT_EQ(part.changed(), (std::vector<LineRange>{{1, 1}, {3, 3}}));

  core::ReviewerOutcome outcome;
  core::Issue issue;
  issue.lines = LineRange{2, 3};
  issue.suggestion = core::Suggestion{{1, 2}, "x"};
  issue.trace = {{1, "source", ""}};
  outcome.issues = {issue};
  outcome.coverage.ranges = {{"static", "part.py", {1, 3}, core::CoverageState::reviewed, ""}};
  outcome.metrics.emplace().functions.push_back({"f", {2, 3}, 1, 0, 2, 0, 0, {}});
  outcome.egress = {{"https://x", "m", 3, {{"key", 3, {}}}}};
  const auto placed = part.in_file(outcome);
  EXPECT_EQ(placed.issues[0].lines, (LineRange{6, 7}));
  EXPECT_FALSE(placed.issues[0].suggestion) << "it would replace lines that nobody has seen";
  EXPECT_EQ(placed.issues[0].trace[0].line, 3);
  EXPECT_EQ(placed.metrics->functions[0].lines, (LineRange{6, 7}));
  EXPECT_EQ(placed.metrics->functions[0].path, "part.py");
  EXPECT_EQ(placed.egress[0].redactions[0], (core::Redaction{"key", 7, "part.py"}));
  std::vector<std::pair<LineRange, core::CoverageState>> covered;
  for (const auto& range : placed.coverage.ranges) covered.emplace_back(range.lines, range.state);
  const auto reviewed = core::CoverageState::reviewed;
  const auto skipped = core::CoverageState::skipped;
  EXPECT_EQ(covered, (std::vector<std::pair<LineRange, core::CoverageState>>{
                         {{1, 2}, skipped}, {{3, 3}, reviewed}, {{4, 5}, skipped}, {{6, 7}, reviewed}}));
  EXPECT_EQ(part.as_seen(placed.issues[0]).lines, (LineRange{2, 3}));
}

}  // namespace
}  // namespace assay::review
