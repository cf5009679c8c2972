#include "core/scoring.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace assay::core {
namespace {

Issue make_issue(Severity severity, Category category, double confidence = 1.0) {
  Issue issue;
  issue.title = "t";
  issue.severity = severity;
  issue.category = category;
  issue.confidence = confidence;
  issue.lines = LineRange{1, 1};
  return issue;
}

double of(const Scores& scores, Category category) {
  return scores.by_category[static_cast<std::size_t>(category)];
}

TEST(Scoring, weights_add_up_to_one) {
  EXPECT_DOUBLE_EQ(std::accumulate(kCategoryWeights.begin(), kCategoryWeights.end(), 0.0), 1.0);
}

TEST(Scoring, clean_code_gets_ten) {
  const auto scores = compute_scores({}, CodeMetrics{});
  EXPECT_EQ(scores.overall, 10);
  EXPECT_TRUE(scores.deductions.empty());
}

TEST(Scoring, an_issue_lowers_its_category_by_severity_times_confidence_and_says_so) {
  const auto scores = compute_scores({make_issue(Severity::med, Category::performance, 0.5)}, std::nullopt);
  EXPECT_DOUBLE_EQ(of(scores, Category::performance), 8.5);
  EXPECT_DOUBLE_EQ(of(scores, Category::correctness), 10);
  ASSERT_EQ(scores.deductions.size(), 1U);
  EXPECT_DOUBLE_EQ(scores.deductions[0].points, 1.5);
}

TEST(Scoring, a_sure_vulnerability_caps_the_overall_score) {
  EXPECT_EQ(compute_scores({make_issue(Severity::high, Category::security, 0.9)}, std::nullopt).overall, 5);
  EXPECT_GT(compute_scores({make_issue(Severity::high, Category::security, 0.5)}, std::nullopt).overall, 5);
  EXPECT_GT(compute_scores({make_issue(Severity::high, Category::correctness, 0.9)}, std::nullopt).overall,
            5);
}

TEST(Scoring, size_softens_all_but_high_severity) {
  CodeMetrics large;
  large.sloc = 800;
  EXPECT_DOUBLE_EQ(
      of(compute_scores({make_issue(Severity::low, Category::readability)}, large), Category::readability),
      9.5);
  EXPECT_DOUBLE_EQ(
      of(compute_scores({make_issue(Severity::high, Category::readability)}, large), Category::readability),
      4);
}

TEST(Scoring, never_leaves_its_range) {
  std::vector<Issue> many(50, make_issue(Severity::high, Category::correctness));
  for (const auto category : kCategories) many.push_back(make_issue(Severity::high, category));
  for (const auto category : kCategories) many.push_back(make_issue(Severity::high, category));
  const auto scores = compute_scores(many, std::nullopt);
  EXPECT_EQ(scores.overall, 1);
  for (const double score : scores.by_category) EXPECT_GE(score, 0);
}

TEST(Scoring, duplication_beyond_a_tenth_costs_maintainability) {
  CodeMetrics metrics;
  metrics.duplication = 0.2;
  EXPECT_DOUBLE_EQ(of(compute_scores({}, metrics), Category::maintainability), 9);
  metrics.duplication = 0.1;
  EXPECT_DOUBLE_EQ(of(compute_scores({}, metrics), Category::maintainability), 10);
  metrics.duplication = 1.0;
  EXPECT_DOUBLE_EQ(of(compute_scores({}, metrics), Category::maintainability), 8);
}

TEST(Scoring, unplaced_issues_take_nothing) {
  auto issue = make_issue(Severity::high, Category::security);
  issue.lines.reset();
  EXPECT_EQ(compute_scores({issue}, std::nullopt).overall, 10);
}

}  // namespace
}  // namespace assay::core
