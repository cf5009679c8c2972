#include "core/issue_fingerprint.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

Issue make_issue(std::string rule, std::string quote, int line) {
  Issue issue;
  issue.rule_id = std::move(rule);
  issue.title = "Bare except";
  issue.quote = std::move(quote);
  issue.lines = LineRange{line, line};
  return issue;
}

std::string fingerprint_of(Issue issue) {
  std::vector<Issue> one{std::move(issue)};
  assign_fingerprints(one);
  return one[0].fingerprint;
}

TEST(IssueFingerprint, survives_moved_and_reindented_lines) {
  EXPECT_EQ(fingerprint_of(make_issue("r", "except:", 3)),
            fingerprint_of(make_issue("r", "    except :", 90)));
}

TEST(IssueFingerprint, tells_findings_apart) {
  const auto base = fingerprint_of(make_issue("r", "except:", 3));
  EXPECT_NE(base, fingerprint_of(make_issue("q", "except:", 3)));
  EXPECT_NE(base, fingerprint_of(make_issue("r", "except Exception:", 3)));
  auto other_file = make_issue("r", "except:", 3);
  other_file.path = "b.py";
  EXPECT_NE(base, fingerprint_of(other_file));
}

TEST(IssueFingerprint, a_title_counts_only_without_a_rule) {
  auto a = make_issue("", "x", 1);
  auto b = make_issue("", "x", 1);
  b.title = "bare EXCEPT!";
  EXPECT_EQ(fingerprint_of(a), fingerprint_of(b));
  b.title = "something else";
  EXPECT_NE(fingerprint_of(a), fingerprint_of(b));
}

TEST(IssueFingerprint, numbers_equal_findings_from_the_top) {
  std::vector<Issue> issues{make_issue("r", "x", 1), make_issue("r", "x", 5), make_issue("s", "y", 6)};
  assign_fingerprints(issues);
  EXPECT_NE(issues[0].fingerprint, issues[1].fingerprint);
  EXPECT_EQ(issues[0].fingerprint, fingerprint_of(make_issue("r", "x", 9)));
  EXPECT_EQ(issues[1].id.size(), 12U);
}

}  // namespace
}  // namespace assay::core
