#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Micros;
using core::Category;
using core::Severity;
using Counts = std::vector<std::pair<std::string, std::int64_t>>;

class StatsContract : public StoreSuite {
 protected:
  core::Stats stats(std::optional<base::Timestamp> start = {}, std::optional<base::Timestamp> end = {},
                    std::optional<core::Language> language = {}) {
    core::StatsQuery query;
    query.scope = core::public_scope();
    query.language = language;
    query.start = start;
    query.end = end;
    return await(h().store().stats(query)).value();
  }
  static Counts titles(const core::Stats& stats) {
    Counts counts;
    for (const auto& issue : stats.common_issues) counts.emplace_back(issue.title, issue.count);
    return counts;
  }
  void review(const std::string& work, int score, std::vector<core::IssueSummary> issues) {
    h().accept(work);
    h().finish(h().claim().at(0), h().result(score, std::move(issues)));
  }
};
INSTANTIATE_TEST_SUITE_P(, StatsContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(StatsContract, are_empty_at_first) {
  EXPECT_EQ(stats().total, 0);
  EXPECT_FALSE(stats().avg_score);
  EXPECT_TRUE(stats().common_issues.empty());
}

TEST_P(StatsContract, count_each_completed_submission) {
  review("a", 4,
         {{"SQL injection", "py/sqli", Severity::high, Category::security},
          {"Division by zero", "", Severity::med, Category::correctness}});
  review("b", 9, {{"SQL injection", "py/sqli", Severity::high, Category::security}});
  h().accept("a");  // from the cache
  h().accept("c");  // unfinished
  const auto found = stats();
  EXPECT_EQ(found.total, 3);
  EXPECT_EQ(found.cached, 1);
  ASSERT_TRUE(found.avg_score);
  EXPECT_DOUBLE_EQ(*found.avg_score, (4 + 9 + 4) / 3.0);
  EXPECT_EQ(titles(found), (Counts{{"SQL injection", 3}, {"Division by zero", 2}}));
  EXPECT_EQ(found.by_rule, (Counts{{"py/sqli", 3}}));
  EXPECT_EQ(found.by_language, (Counts{{"python", 3}}));
  EXPECT_EQ(found.by_severity, (Counts{{"high", 3}, {"med", 2}}));
  EXPECT_EQ(found.by_category, (Counts{{"security", 3}, {"correctness", 2}}));
}

TEST_P(StatsContract, the_end_is_exclusive) {
  review("a", 4, {});
  const auto time = h().clock().now();
  EXPECT_EQ(stats(time, time + Micros{1}).total, 1);
  EXPECT_EQ(stats(time + Micros{1}).total, 0);
  EXPECT_EQ(stats({}, time).total, 0);
}

TEST_P(StatsContract, other_scopes_are_not_counted) {
  h().accept("a", "other");
  h().finish(h().claim().at(0), h().result(1, {{"t", "", Severity::low, Category::readability}}));
  EXPECT_EQ(stats().total, 0);
  EXPECT_TRUE(stats().common_issues.empty());
}

TEST_P(StatsContract, name_the_hundred_most_frequent_titles) {
  for (int n = 0; n < 3; ++n) {
    std::vector<core::IssueSummary> issues;
    for (int i = 0; i < (n == 0 ? 150 : 10); ++i) {
      issues.push_back({"Title " + std::to_string(i), "", Severity::low, Category::readability});
    }
    review("work" + std::to_string(n), 5, std::move(issues));
  }
  const auto common = titles(stats());
  ASSERT_EQ(common.size(), 100U);
  EXPECT_EQ(common[0], (std::pair<std::string, std::int64_t>{"Title 0", 3}));
  EXPECT_EQ(common[9].second, 3);
  EXPECT_EQ(common[10].second, 1);
}

/// However many came since, and whether the index of the search knows them yet or not.
TEST_P(StatsContract, examples_are_the_newest_that_there_are) {
  review("old", 4, {{"Rare", "", Severity::high, Category::security, "1"}});
  h().accept("old");
  review("new", 7, {{"Frequent", "", Severity::low, Category::readability, "2"}});
  std::vector<core::SubmissionId> ids;
  const int repeats = GetParam() == "mongo" ? 10 : 300;
  for (int n = 0; n < repeats; ++n) {
    h().clock().advance(Micros{1000});
    const auto again = h().submission("new");
    h().accept(again);
    ids.push_back(again.id);
  }
  h().settle_search();
  const auto found = stats();
  ASSERT_EQ(titles(found), (Counts{{"Frequent", repeats + 1}, {"Rare", 2}}));
  const auto& frequent = found.common_issues[0];
  ASSERT_EQ(frequent.examples.size(), 3U);
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_EQ(frequent.examples[n], (core::IssueExample{ids[ids.size() - 1 - n], "2"}));
  }
  EXPECT_EQ(found.common_issues[1].examples.size(), 2U);
  EXPECT_EQ(found.common_issues[1].severity, Severity::high);
}

TEST_P(StatsContract, what_is_erased_is_no_example_any_more) {
  review("a", 4, {{"Title", "", Severity::high, Category::security, "1"}});
  const auto again = h().submission("a");
  h().accept(again);
  h().settle_search();
  ASSERT_EQ(stats().common_issues.at(0).examples.at(0), (core::IssueExample{again.id, "1"}));
  ASSERT_TRUE(await(h().store().erase(core::public_scope(), again.id, h().clock().now())));
  EXPECT_EQ(stats().common_issues.at(0).examples.size(), 1U);
  // May get the place of the erased one in the store.
  review("b", 4, {{"Other", "", Severity::low, Category::security, "2"}});
  h().settle_search();
  const auto found = stats();
  ASSERT_EQ(titles(found), (Counts{{"Other", 1}, {"Title", 1}}));
  ASSERT_EQ(found.common_issues[1].examples.size(), 1U);
  EXPECT_NE(found.common_issues[1].examples[0].submission, again.id);
}

TEST_P(StatsContract, examples_are_of_the_language_that_is_asked_for) {
  std::vector<core::SubmissionId> ids;
  for (const auto language : {core::Language::go, core::Language::rust}) {
    auto submission = h().submission(std::string{core::to_string(language)});
    core::ReviewInput input = *submission.input;
    input.language = language;
    submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
    h().accept(submission);
    h().finish(h().claim().at(0), h().result(4, {{"Title", "", Severity::high, Category::security, "1"}}));
    ids.push_back(submission.id);
  }
  for (const bool indexed : {false, true}) {
    if (indexed) h().settle_search();
    const auto found = stats({}, {}, core::Language::go);
    ASSERT_EQ(titles(found), (Counts{{"Title", 1}}));
    if (indexed || GetParam() != "mongo") {
      EXPECT_EQ(found.common_issues[0].examples, (std::vector{core::IssueExample{ids[0], "1"}}));
    }
  }
}

TEST_P(StatsContract, a_failed_review_is_not_counted) {
  h().accept("a");
  auto result = h().result(5, {{"t", "", Severity::low, Category::readability}});
  result.outcome = core::Status::failed;
  h().finish(h().claim().at(0), result);
  EXPECT_EQ(stats().total, 0);
  EXPECT_TRUE(stats().common_issues.empty());
}

}  // namespace
}  // namespace assay::contract
