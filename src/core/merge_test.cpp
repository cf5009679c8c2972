#include "core/merge.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

Issue make_issue(std::string source, std::string title, LineRange lines) {
  Issue issue;
  issue.sources = {std::move(source)};
  issue.title = std::move(title);
  issue.category = Category::security;
  issue.lines = lines;
  issue.confidence = 0.5;
  return issue;
}

TEST(Merge, joins_the_same_finding_of_two_reviewers) {
  auto a = make_issue("static", "SQL query built from strings", {4, 4});
  a.cwe = {89};
  a.rule_id = "py.sql";
  auto b = make_issue("llm:m", "Injection through user input", {4, 6});
  b.cwe = {89, 20};
  b.severity = Severity::high;
  b.suggestion = Suggestion{{4, 4}, "x"};
  const auto merged = merge_issues({a, b});
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].title, a.title);
  EXPECT_EQ(merged[0].sources, (std::vector<std::string>{"static", "llm:m"}));
  EXPECT_EQ(merged[0].severity, Severity::high);
  EXPECT_DOUBLE_EQ(merged[0].confidence, 0.75);
  EXPECT_EQ(merged[0].cwe, (std::vector<int>{89, 20}));
  EXPECT_TRUE(merged[0].suggestion);
}

TEST(Merge, what_a_rule_found_keeps_its_text_wherever_it_stands) {
  auto model = make_issue("llm:m", "Possible SQL injection", {4, 5});
  model.suggestion = Suggestion{{4, 4}, "x"};
  auto rule = make_issue("static", "SQL injection in query", {4, 4});
  rule.rule_id = "py.sql";
  const auto merged = merge_issues({model, rule});
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].title, rule.title);
  EXPECT_EQ(merged[0].rule_id, "py.sql");
  EXPECT_EQ(merged[0].lines, rule.lines);
  EXPECT_EQ(merged[0].sources, (std::vector<std::string>{"static", "llm:m"}));
  EXPECT_TRUE(merged[0].suggestion);
}

TEST(Merge, joins_by_words_of_the_title) {
  EXPECT_TRUE(same_finding(make_issue("a", "SQL injection in query", {4, 4}),
                           make_issue("b", "Possible SQL injection", {3, 5})));
  EXPECT_FALSE(same_finding(make_issue("a", "SQL injection in query", {4, 4}),
                            make_issue("b", "Query result is not checked", {4, 4})));
}

TEST(Merge, joins_what_two_reviewers_say_of_one_line_in_other_words) {
  const auto joined = [](std::string a, std::string b) {
    return same_finding(make_issue("static", std::move(a), {4, 4}),
                        make_issue("llm:m", std::move(b), {4, 4}));
  };
  EXPECT_TRUE(
      joined("Division by zero when `skus` is empty", "Division by the length of a possibly empty list"));
  EXPECT_TRUE(joined("A bare except catches everything, SystemExit included", "Catches every exception"));
  EXPECT_FALSE(joined("Password is compared with ==", "Password is written to the log"));
  EXPECT_FALSE(joined("Reads an integer", "Integrity is not verified"));
  EXPECT_FALSE(joined("The loop runs once too often", "The loop hides an outer variable"));
}

TEST(Merge, joins_different_categories_only_when_all_words_are_the_same) {
  const auto joined = [](std::string source, std::string title, LineRange lines) {
    auto of_static = make_issue("static", "None is compared with ==", {4, 4});
    auto other = make_issue(std::move(source), std::move(title), lines);
    other.category = Category::readability;
    return same_finding(of_static, other);
  };
  EXPECT_TRUE(joined("llm:m", "Comparison with None by ==", {4, 4}));
  EXPECT_FALSE(joined("llm:m", "Comparison of floats by ==", {4, 4}));
  EXPECT_FALSE(joined("llm:m", "Comparison with None by ==", {4, 5}));
  EXPECT_FALSE(joined("static", "Comparison with None by ==", {4, 4}));
}

TEST(Merge, needs_most_of_the_words_in_more_than_one_line_or_of_one_reviewer) {
  const std::string zero = "Division by zero when `skus` is empty";
  const std::string length = "Division by the length of a possibly empty list";
  EXPECT_FALSE(same_finding(make_issue("a", zero, {4, 6}), make_issue("b", length, {4, 6})));
  EXPECT_FALSE(same_finding(make_issue("a", zero, {4, 4}), make_issue("a", length, {4, 4})));
}

TEST(Merge, joins_the_start_of_a_flow_with_its_end) {
  auto sink = make_issue("static", "SQL is put together from request data", {6, 6});
  sink.cwe = {89};
  sink.trace = {{2, "request data"}, {4, "assigned to query"}, {6, "used here"}};
  auto start = make_issue("llm:m", "Injection through the name", {4, 4});
  start.cwe = {89};
  EXPECT_TRUE(same_finding(sink, start));
  EXPECT_TRUE(same_finding(start, sink));
  auto beside = start;
  beside.lines = LineRange{5, 5};
  EXPECT_FALSE(same_finding(sink, beside));
  auto other_weakness = start;
  other_weakness.cwe = {78};
  EXPECT_FALSE(same_finding(sink, other_weakness));
  auto second_sink = sink;
  second_sink.lines = LineRange{4, 4};
  EXPECT_FALSE(same_finding(sink, second_sink));
  auto elsewhere = sink;
  for (auto& step : elsewhere.trace) step.path = "other.py";
  EXPECT_FALSE(same_finding(elsewhere, start));
}

TEST(Merge, keeps_what_differs_in_place_category_or_file) {
  const auto a = make_issue("a", "SQL injection", {4, 4});
  EXPECT_FALSE(same_finding(a, make_issue("b", "SQL injection", {5, 5})));
  auto category = a;
  category.category = Category::correctness;
  EXPECT_FALSE(same_finding(a, category));
  auto file = a;
  file.path = "other.py";
  EXPECT_FALSE(same_finding(a, file));
  auto unplaced = a;
  unplaced.lines.reset();
  EXPECT_FALSE(same_finding(a, unplaced));
}

TEST(Merge, one_rule_may_fire_twice_in_one_line) {
  auto a = make_issue("static", "Use of eval", {4, 4});
  a.rule_id = "py.eval";
  a.quote = "eval(x)";
  auto b = a;
  b.quote = "eval(y)";
  EXPECT_EQ(merge_issues({a, b}).size(), 2U);
  EXPECT_EQ(merge_issues({a, a}).size(), 1U);
}

TEST(Merge, sorts_worst_first_and_unplaced_last) {
  auto low = make_issue("a", "low", {1, 1});
  auto high = make_issue("a", "high", {9, 9});
  high.severity = Severity::high;
  auto unplaced = high;
  unplaced.title = "unplaced";
  unplaced.lines.reset();
  auto sure = low;
  sure.title = "sure";
  sure.confidence = 0.9;
  std::vector<Issue> issues{unplaced, low, sure, high};
  sort_worst_first(issues);
  EXPECT_EQ(issues[0].title, "high");
  EXPECT_EQ(issues[1].title, "sure");
  EXPECT_EQ(issues[2].title, "low");
  EXPECT_EQ(issues[3].title, "unplaced");
}

}  // namespace
}  // namespace assay::core
