#include "core/dismissals.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

Issue issue_of(std::string fingerprint) {
  Issue issue;
  issue.fingerprint = std::move(fingerprint);
  return issue;
}

IssueState said(IssueStatus status, std::string reason = {}, std::string by = {}) {
  IssueState state;
  state.status = status;
  state.reason = std::move(reason);
  state.by = std::move(by);
  return state;
}

TEST(Dismissals, WhatWasDismissedIsSetAsideWithItsReason) {
  Review review;
  review.issues = {issue_of("a"), issue_of("b"), issue_of("c")};
  review.filtered = {{FilterReason::suppressed, "generated code", issue_of("d")}};
  set_dismissed_aside(review, {{"b", said(IssueStatus::dismissed, "tables are ours", "ci")}, {"x", {}}});
  ASSERT_EQ(review.issues.size(), 2U);
  EXPECT_EQ(review.issues[0].fingerprint, "a");
  EXPECT_EQ(review.issues[1].fingerprint, "c");
  ASSERT_EQ(review.filtered.size(), 2U);
  EXPECT_EQ(review.filtered[1].issue.fingerprint, "b");
  EXPECT_EQ(review.filtered[1].reason, FilterReason::suppressed);
  EXPECT_EQ(review.filtered[1].note, "dismissed by ci: tables are ours");
  EXPECT_FALSE(is_dismissal(review.filtered[0]));
  EXPECT_TRUE(is_dismissal(review.filtered[1]));
}

TEST(Dismissals, WithoutAReasonOrAKeyTheNoteIsOneWord) {
  Review review;
  review.issues = {issue_of("a")};
  set_dismissed_aside(review, {{"a", said(IssueStatus::dismissed)}});
  EXPECT_EQ(review.filtered.at(0).note, "dismissed");
}

TEST(Dismissals, WhatWasCalledFixedAndIsFoundStays) {
  Review review;
  review.issues = {issue_of("a"), issue_of("b")};
  set_dismissed_aside(review, {{"a", said(IssueStatus::fixed)}, {"b", said(IssueStatus::open)}});
  EXPECT_EQ(review.issues.size(), 2U);
  EXPECT_TRUE(review.filtered.empty());
}

}  // namespace
}  // namespace assay::core
