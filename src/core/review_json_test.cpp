#include "core/review_json.hpp"

#include <gtest/gtest.h>

#include "base/json_reader.hpp"

namespace assay::core {
namespace {

Review full_review() {
  Review review;
  Scores scores;
  scores.overall = 7;
  scores.by_category = {8.5, 4, 10, 9.25, 10, 10};
  scores.deductions = {{Category::security, 6, "eval", "abc"},
                       {Category::maintainability, 1, "duplicated code", ""}};
  review.scores = scores;
  Issue issue;
  issue.id = "abc";
  issue.title = "eval \"x\"";
  issue.detail = "line\nbreak";
  issue.severity = Severity::high;
  issue.category = Category::security;
  issue.lines = LineRange{3, 4};
  issue.path = "a.py";
  issue.quote = "eval(x)";
  issue.suggestion = Suggestion{{3, 4}, "literal_eval(x)"};
  issue.sources = {"static", "llm:m"};
  issue.rule_id = "py.eval";
  issue.cwe = {95};
  issue.confidence = 0.75;
  issue.agreement = 0.5;
  issue.fingerprint = "f00";
  issue.trace = {{1, "input"}, {3, "eval"}};
  Issue unplaced;
  unplaced.title = "unplaced";
  unplaced.sources = {"llm:m"};
  unplaced.category = Category::performance;
  review.issues = {issue, unplaced};
  review.advice = {"add tests"};
  review.summary = "s";
  review.coverage = {{{"llm", "a.py", {1, 9}, CoverageState::clipped, "too long"}}, {"note"}};
  review.egress = {{"https://h:443", "m", 42, {{"aws-access-key", 2}}}};
  review.usage = {1, 100, 20, 5, 0.25};
  review.reviewers = {{"static", ReviewerState::ok, "", "v", 3},
                      {"llm", ReviewerState::failed, "why", "m", 9}};
  CodeMetrics metrics;
  metrics.lines = 9;
  metrics.sloc = 7;
  metrics.comment_density = 0.25;
  metrics.functions = {{"f", {1, 4}, 3, 2, 4, 1, 2}};
  review.metrics = metrics;
  review.coercions = {"severity"};
  review.model = "m";
  review.prompt_version = "1";
  review.queued_ms = 5;
  review.run_ms = 6;
  return review;
}

TEST(ReviewJson, round_trips_everything) {
  const auto review = full_review();
  const auto decoded = decode_review_members(encode_review_members(review));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, review);
}

TEST(ReviewJson, a_review_without_scores_says_null) {
  Review review;
  const auto decoded = decode_review_members(encode_review_members(review));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, review);
}

TEST(ReviewJson, plain_clients_get_short_forms) {
  const std::string text = "{" + encode_review_members(full_review()) + "}";
  const auto document = base::JsonDocument::parse(text);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().find("security")->items().at(0).as_string(), "eval \"x\" (line 3)");
  EXPECT_EQ(document->root().find("performance")->items().at(0).as_string(), "unplaced");
  EXPECT_EQ(document->root().find("suggestions")->items().at(0).as_string(), "add tests");
}

TEST(ReviewJson, the_empty_form_has_the_same_members) {
  const auto names = [](std::string_view members) {
    std::vector<std::string> out;
    const std::string text = "{" + std::string{members} + "}";
    const auto document = base::JsonDocument::parse(text);
    for (const auto& [name, value] : document.value().root().members()) out.emplace_back(name);
    return out;
  };
  EXPECT_EQ(names(no_review_members()), names(encode_review_members(full_review())));
}

TEST(ReviewJson, costs_have_no_noise_of_binary_fractions) {
  Review review;
  review.usage.cost_usd = 0.0007344000000000001;
  EXPECT_NE(encode_review_members(review).find(R"("cost_usd":0.0007344})"), std::string::npos);
}

TEST(ReviewJson, damaged_bytes_are_an_error) {
  EXPECT_EQ(decode_review_members("\"score\":").error().code, base::Errc::corrupt);
  EXPECT_FALSE(decode_review_members(R"("issues":[{"severity":"worst","category":"security"}])"));
}

}  // namespace
}  // namespace assay::core
