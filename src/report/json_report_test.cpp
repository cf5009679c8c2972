#include "report/json_report.hpp"

#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "core/review_json.hpp"
#include "report/testing/sample_review.hpp"

namespace assay::report {
namespace {

TEST(JsonReport, has_the_documented_shape) {
  JsonReport report;
  std::string out;
  Totals totals;
  report.begin(out);
  for (const auto& file : {sample_file(), failed_file(), binary_file()}) {
    totals.add(file);
    report.add(out, file);
  }
  totals.run_ms = 7;
  report.finish(out, totals);

  const auto parsed = base::JsonDocument::parse(out);
  ASSERT_TRUE(parsed) << parsed.error().message << out;
  const auto root = parsed->root();
  EXPECT_EQ(root.find("version")->as_int(), 1);
  const auto files = root.find("files")->items();
  ASSERT_EQ(files.size(), 3U);
  for (const auto& file : files) {
    for (const auto* name :
         {"path", "language", "status", "score", "scores", "issues", "coverage", "metrics", "error"}) {
      EXPECT_TRUE(file.find(name)) << name;
    }
  }
  EXPECT_EQ(files[0].find("path")->as_string(), "src/find user.py");
  EXPECT_EQ(files[0].find("language")->as_string(), "python");
  EXPECT_EQ(files[0].find("status")->as_string(), "completed");
  EXPECT_EQ(files[0].find("score")->as_int(), 5);
  EXPECT_EQ(files[0].find("issues")->items().size(), 2U);
  EXPECT_TRUE(files[0].find("error")->is_null());
  EXPECT_EQ(files[1].find("status")->as_string(), "failed");
  EXPECT_TRUE(files[1].find("language")->is_null());
  EXPECT_TRUE(files[1].find("issues")->is_null());
  EXPECT_EQ(files[2].find("error")->as_string(), "binary");
  const auto summary = *root.find("summary");
  EXPECT_EQ(summary.find("files")->as_int(), 3);
  EXPECT_EQ(summary.find("completed")->as_int(), 1);
  EXPECT_EQ(summary.find("failed")->as_int(), 1);
  EXPECT_EQ(summary.find("skipped")->as_int(), 1);
  EXPECT_EQ(summary.find("by_severity")->find("high")->as_int(), 1);
  EXPECT_EQ(summary.find("avg_score")->as_double(), 5.0);
  EXPECT_EQ(summary.find("run_ms")->as_int(), 7);
}

TEST(JsonReport, uses_the_objects_of_the_api) {
  JsonReport report;
  std::string out;
  report.add(out, sample_file());
  EXPECT_NE(out.find(core::encode_review_members(*sample_file().review)), std::string::npos);
}

TEST(JsonReport, says_what_people_said_of_the_issues) {
  auto file = sample_file();
  core::IssueStates said;
  said[file.review->issues[1].fingerprint].status = core::IssueStatus::fixed;
  file.states = std::make_shared<const core::IssueStates>(std::move(said));
  JsonReport report;
  std::string out;
  report.begin(out);
  report.add(out, file);
  report.finish(out, {});
  const auto document = base::JsonDocument::parse(out);
  ASSERT_TRUE(document) << out;
  const auto issues = document->root().find("files")->items().at(0).find("issues")->items();
  EXPECT_EQ(issues.at(0).find("state")->find("status")->as_string(), "open");
  EXPECT_EQ(issues.at(1).find("state")->find("status")->as_string(), "fixed");
}

TEST(JsonReport, is_a_document_without_files_too) {
  JsonReport report;
  std::string out;
  report.begin(out);
  report.finish(out, {});
  const auto parsed = base::JsonDocument::parse(out);
  ASSERT_TRUE(parsed) << out;
  EXPECT_TRUE(parsed->root().find("summary")->find("avg_score")->is_null());
}

}  // namespace
}  // namespace assay::report
