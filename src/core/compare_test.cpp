#include "core/compare.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "core/issue_fingerprint.hpp"

namespace assay::core {
namespace {

/// A review of one text and the text, which live as long as the test.
struct Made {
  Review review;
  ReviewInput input;
  ComparedSide side() const { return {review, input}; }
};

Issue issue_at(const std::string& code, int line, std::string title, std::string source = "llm:m",
               std::string rule = {}) {
  Issue issue;
  issue.title = std::move(title);
  issue.sources = {std::move(source)};
  issue.rule_id = std::move(rule);
  issue.lines = LineRange{line, line};
  std::size_t begin = 0;
  for (int i = 1; i < line; ++i) begin = code.find('\n', begin) + 1;
  issue.quote = code.substr(begin, code.find('\n', begin) - begin);
  return issue;
}

Made make(std::string code, std::vector<Issue> issues) {
  Made made;
  made.input.language = Language::python;
  made.input.code = std::move(code);
  made.review.issues = std::move(issues);
  made.review.reviewers = {{"static", ReviewerState::ok, "", "rules:1", 1},
                           {"llm", ReviewerState::ok, "", "m", 1}};
  assign_fingerprints(made.review.issues);
  return made;
}

const std::string kCode = "import os\n\ndef f(x):\n    return x / n\n\ndef g(y):\n    y = y\n    return y\n";

TEST(Compare, a_moved_and_indented_finding_persists) {
  const auto before = make(kCode, {issue_at(kCode, 4, "Division by zero")});
  const auto moved = "# new\n# lines\n" + std::string{"import os\n\ndef f(x):\n        return x  /  n\n"};
  const auto after = make(moved, {issue_at(moved, 6, "Division by zero")});
  const auto comparison = compare_reviews(before.side(), after.side());
  ASSERT_EQ(comparison.persisting.size(), 1U);
  EXPECT_TRUE(comparison.persisting[0].moved);
  EXPECT_EQ(comparison.persisting[0].after, &after.review.issues[0]);
  EXPECT_TRUE(comparison.appeared.empty() && comparison.fixed.empty() && comparison.not_redetected.empty());
}

TEST(Compare, a_finding_in_other_words_about_the_same_quote_persists) {
  const auto before = make(kCode, {issue_at(kCode, 4, "Possible division by zero")});
  const auto after = make(kCode, {issue_at(kCode, 4, "Division by zero when n is empty")});
  EXPECT_EQ(compare_reviews(before.side(), after.side()).persisting.size(), 1U);
  const auto other = make(kCode, {issue_at(kCode, 4, "Name tells nothing")});
  EXPECT_EQ(compare_reviews(before.side(), other.side()).persisting.size(), 0U);
}

TEST(Compare, a_model_that_is_silent_about_unchanged_code_fixed_nothing) {
  const auto before = make(kCode, {issue_at(kCode, 4, "Division by zero")});
  const auto same = make(kCode, {});
  auto comparison = compare_reviews(before.side(), same.side());
  ASSERT_EQ(comparison.not_redetected.size(), 1U);
  EXPECT_EQ(comparison.not_redetected[0].reason, GoneReason::code_unchanged);
  EXPECT_TRUE(comparison.fixed.empty());

  // Far away and moved down: the function of the issue is still the same.
  auto elsewhere = kCode;
  elsewhere.replace(elsewhere.find("y = y"), 5, "y = 2");
  const auto other = make("# top\n" + elsewhere, {});
  auto known = make(kCode, {issue_at(kCode, 4, "Division by zero")});
  known.review.metrics.emplace().functions = {{"f", {3, 4}, 1, 0, 2, 0, 1, {}}};
  comparison = compare_reviews(known.side(), other.side());
  ASSERT_EQ(comparison.not_redetected.size(), 1U);
  EXPECT_EQ(comparison.not_redetected[0].reason, GoneReason::code_unchanged);
}

TEST(Compare, a_change_around_the_finding_fixes_it) {
  auto repaired = kCode;
  repaired.replace(repaired.find("    return x / n"), 16,
                   "    if not n:\n        return 0\n    return x / n");
  const auto before = make(kCode, {issue_at(kCode, 4, "Division by zero")});
  const auto after = make(repaired, {});
  const auto comparison = compare_reviews(before.side(), after.side());
  ASSERT_EQ(comparison.fixed.size(), 1U);
  EXPECT_EQ(comparison.fixed[0].reason, GoneReason::code_changed);
}

TEST(Compare, the_static_reviewer_says_the_same_of_the_same_code) {
  const auto changed_elsewhere = "import json\n" + kCode.substr(kCode.find('\n') + 1);
  const auto before = make(kCode, {issue_at(kCode, 4, "Tainted", "static", "py.taint")});
  auto after = make(changed_elsewhere, {});
  EXPECT_EQ(compare_reviews(before.side(), after.side()).fixed.size(), 1U)
      << "its cause may be anywhere in the file";
  after.review.reviewers[0].version = "rules:2";
  auto far = before;
  far.review.metrics.emplace().functions = {{"f", {3, 4}, 1, 0, 2, 0, 1, {}}};
  const auto comparison = compare_reviews(far.side(), after.side());
  ASSERT_EQ(comparison.not_redetected.size(), 1U) << "other rules may just not look for it";
  EXPECT_EQ(comparison.not_redetected[0].reason, GoneReason::code_unchanged);
}

TEST(Compare, what_was_not_looked_at_is_not_fixed) {
  const auto before = make(kCode, {issue_at(kCode, 4, "Division by zero")});
  auto after = make("x = 1\n", {});
  after.review.reviewers.pop_back();
  EXPECT_EQ(compare_reviews(before.side(), after.side()).not_redetected.at(0).reason,
            GoneReason::not_reviewed);
  after = make("x = 1\n", {});
  after.review.coverage.ranges = {{"llm", "", {1, 1}, CoverageState::skipped, "too large"}};
  EXPECT_EQ(compare_reviews(before.side(), after.side()).not_redetected.at(0).reason,
            GoneReason::not_reviewed);
  after = make(kCode, {});
  after.review.filtered = {{FilterReason::suppressed, "", before.review.issues[0]}};
  EXPECT_EQ(compare_reviews(before.side(), after.side()).not_redetected.at(0).reason, GoneReason::filtered);
}

TEST(Compare, files_are_followed_by_path_and_renames_by_code) {
  auto before = make("", {});
  before.input.files = {{"a.py", Language::python, "a = 1\n", std::nullopt, {}},
                        {"b.py", Language::python, "b = 2\n", std::nullopt, {}},
                        {"c.py", Language::python, "c = 3\n", std::nullopt, {}}};
  for (const auto& file : before.input.files) {
    auto issue = issue_at(file.code, 1, "Magic number");
    issue.path = file.path;
    before.review.issues.push_back(issue);
  }
  auto after = before;
  after.input.files[1].path = after.review.issues[1].path = "renamed.py";
  after.input.files.pop_back();
  after.review.issues.pop_back();
  const auto comparison = compare_reviews(before.side(), after.side());
  ASSERT_EQ(comparison.persisting.size(), 2U);
  EXPECT_FALSE(comparison.persisting[0].moved);
  EXPECT_TRUE(comparison.persisting[1].moved);
  ASSERT_EQ(comparison.not_redetected.size(), 1U);
  EXPECT_EQ(comparison.not_redetected[0].reason, GoneReason::file_absent);
}

TEST(Compare, new_issues_say_whether_their_code_is_new) {
  const auto before = make(kCode, {});
  const auto grown = kCode + "eval(input())\n";
  const auto after = make(grown, {issue_at(grown, 1, "Unused import"), issue_at(grown, 9, "Eval")});
  const auto comparison = compare_reviews(before.side(), after.side());
  ASSERT_EQ(comparison.appeared.size(), 2U);
  EXPECT_FALSE(comparison.appeared[0].code_changed);
  EXPECT_TRUE(comparison.appeared[1].code_changed);
}

TEST(Compare, what_rules_find_newly_came_by_a_change_anywhere_in_the_file) {
  auto before = make(kCode, {});
  const auto grown = kCode + "eval(input())\n";
  const auto after = make(grown, {issue_at(grown, 1, "Unused import", "static", "py.unused-import")});
  ASSERT_EQ(compare_reviews(before.side(), after.side()).appeared.size(), 1U);
  EXPECT_TRUE(compare_reviews(before.side(), after.side()).appeared[0].code_changed);
  before.review.reviewers[0].version = "rules:0";
  EXPECT_FALSE(compare_reviews(before.side(), after.side()).appeared[0].code_changed)
      << "other rules may just not have looked for it";
}

/// Few different lines and titles, so that equals are common.
Made random_review(std::mt19937& random) {
  std::string code;
  const auto lines = 1 + static_cast<int>(random() % 12);
  for (int i = 0; i < lines; ++i)
    code += std::string(random() % 3, ' ') + static_cast<char>('a' + random() % 4) + "\n";
  std::vector<Issue> issues;
  for (auto count = random() % 8; count > 0; --count) {
    static constexpr std::array<const char*, 4> kTitles = {"Bad name", "Name is bad", "Division by zero",
                                                           "Leak"};
    auto issue = issue_at(code, 1 + static_cast<int>(random() % static_cast<unsigned>(lines)),
                          kTitles.at(random() % 4), random() % 2 == 0 ? "static" : "llm:m",
                          random() % 3 == 0 ? "rule" : "");
    if (random() % 8 == 0) issue.lines.reset();
    issues.push_back(issue);
  }
  return make(code, issues);
}

TEST(Compare, with_itself_everything_persists) {
  std::mt19937 random{11};  // NOLINT: the same every time
  for (int round = 0; round < 500; ++round) {
    const auto made = random_review(random);
    const auto comparison = compare_reviews(made.side(), made.side());
    ASSERT_EQ(comparison.persisting.size(), made.review.issues.size());
    ASSERT_TRUE(comparison.appeared.empty() && comparison.fixed.empty() && comparison.not_redetected.empty());
    for (const auto& pair : comparison.persisting) {
      ASSERT_EQ(pair.before, pair.after);
      ASSERT_FALSE(pair.moved);
    }
  }
}

TEST(Compare, the_other_way_round_is_the_mirror) {
  std::mt19937 random{12};  // NOLINT: the same every time
  for (int round = 0; round < 2000; ++round) {
    const auto a = random_review(random);
    const auto b = random_review(random);
    const auto there = compare_reviews(a.side(), b.side());
    const auto back = compare_reviews(b.side(), a.side());
    const auto appeared = [](const Comparison& comparison) {
      std::set<const Issue*> out;
      for (const auto& item : comparison.appeared) out.insert(item.issue);
      return out;
    };
    const auto gone = [](const Comparison& comparison) {
      std::set<const Issue*> out;
      for (const auto& item : comparison.fixed) out.insert(item.issue);
      for (const auto& item : comparison.not_redetected) out.insert(item.issue);
      return out;
    };
    ASSERT_EQ(appeared(there), gone(back));
    ASSERT_EQ(gone(there), appeared(back));
    std::set<std::pair<const Issue*, const Issue*>> pairs;
    std::set<std::pair<const Issue*, const Issue*>> mirrored;
    for (const auto& pair : there.persisting) pairs.emplace(pair.before, pair.after);
    for (const auto& pair : back.persisting) mirrored.emplace(pair.after, pair.before);
    ASSERT_EQ(pairs, mirrored);
    ASSERT_EQ(there.persisting.size() + gone(there).size(), a.review.issues.size());
    ASSERT_EQ(there.persisting.size() + there.appeared.size(), b.review.issues.size());
  }
}

}  // namespace
}  // namespace assay::core
