#pragma once
#include <memory>
#include <string>

#include "core/issue_fingerprint.hpp"
#include "core/scoring.hpp"
#include "report/file_review.hpp"

namespace assay::report {

/// A file with one placed issue that has everything, one of a model without a place, and a clipped range.
inline FileReview sample_file() {
  FileReview file;
  file.path = "src/find user.py";
  file.language = core::Language::python;
  file.code = std::make_shared<const std::string>(
      "def find(db, name):\n\tsql = \"select * from users where name = '\" + name + \"'\"\n\treturn "
      "db.execute(sql)\n");
  core::Review review;
  core::Issue sql;
  sql.title = "SQL built from strings";
  sql.detail = "Whoever chooses the name chooses the query.\nPass it as a parameter.";
  sql.severity = core::Severity::high;
  sql.category = core::Category::security;
  sql.lines = core::LineRange{3, 3};
  sql.quote = "db.execute(sql)";
  sql.suggestion =
      core::Suggestion{{2, 3}, "\treturn db.execute(\"select * from users where name = ?\", name)"};
  sql.sources = {"static"};
  sql.rule_id = "py.sql-string";
  sql.cwe = {89};
  sql.confidence = 0.85;
  sql.trace = {{1, "name comes from the caller"}, {3, "and is run here"}};
  core::Issue lost;
  lost.title = "Result may be None";
  lost.severity = core::Severity::low;
  lost.category = core::Category::correctness;
  lost.sources = {"llm:m"};
  lost.confidence = 0.6;
  review.issues = {sql, lost};
  core::assign_fingerprints(review.issues);
  review.scores = core::compute_scores(review.issues, std::nullopt);
  review.summary = "2 issues: 1 high, 1 low.";
  review.coverage.ranges = {{"llm", "", {2, 3}, core::CoverageState::clipped, "line too long"}};
  review.reviewers = {{"static", core::ReviewerState::ok, "", "1", 3},
                      {"llm", core::ReviewerState::ok, "", "m", 90}};
  review.egress = {{"https://llm.example", "m", 120, {{"aws-access-key", 2}}}};
  review.run_ms = 93;
  file.review = std::make_shared<const core::Review>(std::move(review));
  return file;
}

/// Text that would be markup, a command, a formula, a mention, or no XML in one format or another.
inline FileReview hostile_file() {
  FileReview file;
  file.path = "./a&\"b\",<c>.md";
  file.language = core::Language::text;
  file.code = std::make_shared<const std::string>("```\n<img src=x>\n```\n");
  core::Review review;
  core::Issue issue;
  issue.title =
      "=cmd() ]]> <script>alert(1)</script> & \x01\x1b[31m \xff @everyone ![x](http://example.test/x.png)";
  issue.detail = "::error::100% of it\r\n| a | b |\n\xe2\x80\xae right to left";
  issue.severity = core::Severity::med;
  issue.category = core::Category::readability;
  issue.lines = core::LineRange{1, 2};
  issue.quote = "```\n<img src=x>";
  issue.suggestion = core::Suggestion{{1, 3}, ""};
  issue.sources = {"llm:m"};
  issue.confidence = 0.5;
  review.issues = {issue};
  core::assign_fingerprints(review.issues);
  review.scores = core::compute_scores(review.issues, std::nullopt);
  file.review = std::make_shared<const core::Review>(std::move(review));
  return file;
}

inline FileReview failed_file() {
  FileReview file;
  file.path = "b.py";
  file.status = FileStatus::failed;
  file.error = "b.py can't be read: Permission denied";
  return file;
}

inline FileReview binary_file() {
  FileReview file;
  file.path = "logo.png";
  file.status = FileStatus::skipped;
  file.error = "binary";
  return file;
}

inline FileReview clean_file() {
  FileReview file;
  file.path = "clean.py";
  file.language = core::Language::python;
  file.code = std::make_shared<const std::string>("x = 1\n");
  core::Review review;
  review.scores = core::compute_scores({}, std::nullopt);
  review.summary = "No issues found.";
  file.review = std::make_shared<const core::Review>(std::move(review));
  return file;
}

}  // namespace assay::report
