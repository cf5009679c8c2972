#pragma once
#include <deque>
#include <memory>
#include <vector>

#include "core/issue.hpp"
#include "core/telling_words.hpp"

namespace assay::core {

/// True where two findings are one and the same to a reader: in the same file, in overlapping lines, of the
/// same category, and with the same rule, a weakness (CWE) in common, or mostly the same words in their
/// titles, whatever form the words have. Of two reviewers who mean the same single line half of the words are
/// enough, and all of them where they chose different categories. Two reviewers may also mean different lines
/// of one flow: the trace of one passes the lines of the other, and they have a weakness in common. Two
/// unplaced ones are the same only with mostly the same words.
bool same_finding(const Issue& a, const Issue& b);

/// True where they claim the same in the same code, whatever their lines: a weakness in common, or mostly the
/// same words in their titles.
bool same_claim(const Issue& a, const Issue& b);

/// A finding that is compared with many others: the words of its title are found once, when they are first
/// asked for. The issue outlives it, in its place.
class ComparedFinding {
 public:
  explicit ComparedFinding(const Issue& issue) : issue_(&issue) {}
  const Issue& issue() const { return *issue_; }
  const TellingWords& words();
  /// The issue stands there now, with the same title.
  void moved_to(const Issue& issue) { issue_ = &issue; }

 private:
  const Issue* issue_;
  std::unique_ptr<const TellingWords> words_;
};
bool same_finding(ComparedFinding& a, ComparedFinding& b);

/// Findings that come one after the other, each kept once.
class SeenFindings {
 public:
  /// False where one that was kept is the same finding; else this one is kept, too.
  bool add(const Issue& issue);
  /// The one that was kept last. Its title, place and category must stay as they are.
  Issue& last() { return issues_.back(); }

 private:
  std::deque<Issue> issues_;  // none of them moves
  std::vector<ComparedFinding> compared_;
};

/// Joins findings that are the same, whoever made them. The first of each group (in the order given) that a
/// rule made, else the first, keeps its text and place and gets: all sources, the higher severity, the joint
/// confidence 1-(1-a)(1-b) where sources differ (else the higher), the missing suggestion, trace and CWEs.
/// Order is kept.
std::vector<Issue> merge_issues(std::vector<Issue> issues);

/// Worst first: severity, then confidence, then line; unplaced last.
void sort_worst_first(std::vector<Issue>& issues);

}  // namespace assay::core
