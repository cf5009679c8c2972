#include "report/submission_report.hpp"

#include <gtest/gtest.h>

namespace assay::report {
namespace {

core::Issue issue_in(std::string path, std::string title) {
  core::Issue issue;
  issue.path = std::move(path);
  issue.title = std::move(title);
  return issue;
}

core::Submission submission_with(core::Status status) {
  core::Submission submission;
  submission.status = status;
  submission.filename = "whole";
  submission.language = core::Language::go;
  return submission;
}

/// One issue in each.
core::Review review_of_two_files() {
  core::Review review;
  review.files = {{"a.py", core::Language::python, 1, {}, true},
                  {"b.py", core::Language::python, 1, {}, true}};
  review.issues = {issue_in("a.py", "one"), issue_in("b.py", "two")};
  return review;
}

std::vector<std::string> titles(const FileReview& file) {
  std::vector<std::string> out;
  for (const auto& issue : file.review->issues) out.push_back(issue.title);
  return out;
}

TEST(SubmissionReport, EachFileGetsItsOwnIssuesAndTheFirstWhatBelongsToNone) {
  core::Review review;
  review.files = {{"a.py", core::Language::python, 1, {}, true},
                  {"b.js", core::Language::javascript, 1, {}, true}};
  review.issues = {issue_in("b.js", "two"), issue_in("", "nowhere"), issue_in("a.py", "one"),
                   issue_in("b.js", "three")};
  review.coverage.ranges = {{"static", "b.js", {1, 1}, core::CoverageState::reviewed, ""}};
  review.usage.calls = 7;
  const auto files = files_of(submission_with(core::Status::completed), review, nullptr, "code");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].path, "a.py");
  EXPECT_EQ(titles(files[0]), (std::vector<std::string>{"nowhere", "one"}));
  EXPECT_EQ(files[0].review->usage.calls, 7);
  EXPECT_EQ(files[1].language, core::Language::javascript);
  EXPECT_EQ(titles(files[1]), (std::vector<std::string>{"two", "three"}));
  EXPECT_EQ(files[1].review->coverage.ranges.size(), 1U);
  EXPECT_EQ(files[1].review->usage.calls, 0);
}

TEST(SubmissionReport, EachDeductionStandsInOneFile) {
  auto review = review_of_two_files();
  review.issues[0].id = "i1";
  review.issues[1].id = "i2";
  review.scores = core::Scores{{10, 8, 10, 10, 10, 10}, 9, {}};
  review.scores->deductions = {{core::Category::security, 1, "one", "i1"},
                               {core::Category::security, 1, "two", "i2"},
                               {core::Category::readability, 1, "long", ""}};
  const auto files = files_of(submission_with(core::Status::completed), review, nullptr, "code");
  ASSERT_TRUE(files[0].review->scores && files[1].review->scores);
  EXPECT_EQ(files[1].review->scores->overall, 9);
  EXPECT_EQ(files[1].review->scores->by_category, review.scores->by_category);
  ASSERT_EQ(files[1].review->scores->deductions.size(), 1U);
  EXPECT_EQ(files[1].review->scores->deductions[0].reason, "two");
  ASSERT_EQ(files[0].review->scores->deductions.size(), 2U);
  EXPECT_EQ(files[0].review->scores->deductions[1].reason, "long");
}

TEST(SubmissionReport, OneTextIsCalledByItsNameOrUnnamed) {
  EXPECT_EQ(files_of(submission_with(core::Status::completed), {}, nullptr, "code").at(0).path, "whole");
  core::Review review;
  review.files = {{"", core::Language::c, 3, {}, true}};
  EXPECT_EQ(files_of(submission_with(core::Status::completed), review, nullptr, "code").at(0).path, "code");
}

TEST(SubmissionReport, WhatWasDismissedIsFilteredInTheFileItIsIn) {
  auto review = review_of_two_files();
  review.issues[0].fingerprint = "f1";
  review.issues[1].fingerprint = "f2";
  core::IssueStates said;
  said["f2"].status = core::IssueStatus::dismissed;
  said["f2"].reason = "ours";
  const auto states = std::make_shared<const core::IssueStates>(std::move(said));
  const auto files = files_of(submission_with(core::Status::completed), review, states, "code");
  EXPECT_EQ(titles(files[0]), (std::vector<std::string>{"one"}));
  EXPECT_TRUE(titles(files[1]).empty());
  ASSERT_EQ(files[1].review->filtered.size(), 1U);
  EXPECT_EQ(files[1].review->filtered[0].note, "dismissed: ours");
  EXPECT_EQ(files[1].states, states);
}

TEST(SubmissionReport, AFailedSubmissionFailedInEveryFile) {
  auto submission = submission_with(core::Status::failed);
  submission.error = "the model did not answer";
  const auto files = files_of(submission, {}, nullptr, "code");
  EXPECT_EQ(files.at(0).status, FileStatus::failed);
  EXPECT_EQ(files.at(0).error, "the model did not answer");
}

}  // namespace
}  // namespace assay::report
