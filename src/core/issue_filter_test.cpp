#include "core/issue_filter.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

Issue at(int start, int end) {
  Issue issue;
  issue.path = "a.py";
  issue.severity = Severity::med;
  issue.confidence = 0.5;
  issue.lines = LineRange{start, end};
  return issue;
}

TEST(IssueFilter, only_what_touches_the_change_is_shown) {
  const std::vector<LineRange> changed = {{5, 6}, {10, 10}};
  EXPECT_FALSE(filter_reason(at(4, 5), {}, &changed));
  EXPECT_FALSE(filter_reason(at(1, 99), {}, &changed));
  EXPECT_EQ(filter_reason(at(7, 9), {}, &changed), FilterReason::outside_change);
  EXPECT_FALSE(filter_reason(at(7, 9), {}, nullptr));
  auto unplaced = at(5, 5);
  unplaced.lines.reset();
  EXPECT_EQ(filter_reason(unplaced, {}, &changed), FilterReason::outside_change);
  auto traced = at(7, 9);
  traced.trace = {{10, "comes from here", ""}};
  EXPECT_FALSE(filter_reason(traced, {}, &changed)) << "the source of the value was changed";
  traced.trace = {{10, "in another file", "b.py"}};
  EXPECT_EQ(filter_reason(traced, {}, &changed), FilterReason::outside_change);
}

TEST(IssueFilter, knows_the_least_severity_and_confidence) {
  ReviewOptions options;
  options.min_severity = Severity::med;
  options.min_confidence = 0.5;
  EXPECT_FALSE(filter_reason(at(1, 1), options, nullptr));
  options.min_confidence = 0.51;
  EXPECT_EQ(filter_reason(at(1, 1), options, nullptr), FilterReason::below_min_confidence);
  options.min_severity = Severity::high;
  EXPECT_EQ(filter_reason(at(1, 1), options, nullptr), FilterReason::below_min_severity);
}

TEST(IssueFilter, the_cap_takes_the_least) {
  std::vector<Issue> issues(5, at(1, 1));
  for (int i = 0; i < 5; ++i) issues[static_cast<std::size_t>(i)].id = std::to_string(i);
  std::vector<FilteredIssue> filtered;
  ReviewOptions options;
  options.max_issues = 3;
  apply_cap(issues, options, filtered);
  ASSERT_EQ(issues.size(), 3U);
  EXPECT_EQ(issues.back().id, "2");
  ASSERT_EQ(filtered.size(), 2U);
  EXPECT_EQ(filtered[0].issue.id, "3");
  EXPECT_EQ(filtered[0].reason, FilterReason::over_cap);
  EXPECT_EQ(filtered[0].note, "only the 3 worst are shown");
}

}  // namespace
}  // namespace assay::core
