#include "core/merge.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace assay::core {
namespace {

bool mostly_same_words(ComparedFinding& a, ComparedFinding& b) {
  const auto [common, shorter] = likeness(a.words(), b.words());
  return shorter == 0 ? a.issue().title == b.issue().title : 2 * common >= shorter + 1;
}

/// Enough for two reviewers who mean one line, who have no words in common by agreement.
bool half_same_words(ComparedFinding& a, ComparedFinding& b) {
  const auto [common, shorter] = likeness(a.words(), b.words());
  return common >= 2 && 2 * common >= shorter;
}

/// One title says nothing that the other does not say as well.
bool same_words(ComparedFinding& a, ComparedFinding& b) {
  const auto [common, shorter] = likeness(a.words(), b.words());
  return common >= 2 && common == shorter;
}

bool share_source(const Issue& a, const Issue& b) {
  return std::ranges::any_of(
      a.sources, [&](const auto& source) { return std::ranges::find(b.sources, source) != b.sources.end(); });
}

bool share_weakness(const Issue& a, const Issue& b) {
  return std::ranges::any_of(a.cwe, [&](int id) { return std::ranges::find(b.cwe, id) != b.cwe.end(); });
}

/// True where the value that does harm at `flow` comes by the lines of `place`.
bool comes_by(const Issue& flow, const Issue& place) {
  return std::ranges::any_of(flow.trace, [&](const PathStep& step) {
    return (step.path.empty() || step.path == place.path) && place.lines->start <= step.line &&
           step.line <= place.lines->end;
  });
}

void absorb(Issue& into, const Issue& other) {
  bool new_source = false;
  for (const auto& source : other.sources) {
    if (std::ranges::find(into.sources, source) == into.sources.end()) {
      into.sources.push_back(source);
      new_source = true;
    }
  }
  into.severity = std::max(into.severity, other.severity);
  into.confidence = new_source ? 1 - (1 - into.confidence) * (1 - other.confidence)
                               : std::max(into.confidence, other.confidence);
  if (!into.suggestion) into.suggestion = other.suggestion;
  if (into.trace.empty()) into.trace = other.trace;
  if (!into.agreement) into.agreement = other.agreement;
  for (const int id : other.cwe) {
    if (std::ranges::find(into.cwe, id) == into.cwe.end()) into.cwe.push_back(id);
  }
}

bool same_claim(ComparedFinding& a, ComparedFinding& b) {
  return share_weakness(a.issue(), b.issue()) || mostly_same_words(a, b);
}

}  // namespace

const TellingWords& ComparedFinding::words() {
  if (!words_) words_ = std::make_unique<const TellingWords>(issue_->title);
  return *words_;
}

bool same_finding(ComparedFinding& left, ComparedFinding& right) {
  const Issue& a = left.issue();
  const Issue& b = right.issue();
  if (a.lines.has_value() != b.lines.has_value() || a.path != b.path) return false;
  const bool same_category = a.category == b.category;
  if (!a.lines) return same_category && mostly_same_words(left, right);
  if (a.lines->start > b.lines->end || b.lines->start > a.lines->end) {
    // One reviewer names the line where a query is put together, the other the one that runs it.
    return same_category && !share_source(a, b) && share_weakness(a, b) && (comes_by(a, b) || comes_by(b, a));
  }
  const bool one_line = a.lines == b.lines && a.lines->start == a.lines->end && !share_source(a, b);
  // What one reviewer calls unreadable another calls wrong.
  if (!same_category) return one_line && same_words(left, right);
  if (one_line && half_same_words(left, right)) return true;
  // One rule that fires twice in a line means two places there; only different finders repeat each other.
  if (!a.rule_id.empty() && a.rule_id == b.rule_id) return a.lines == b.lines && a.quote == b.quote;
  return same_claim(left, right);
}

bool same_finding(const Issue& a, const Issue& b) {
  ComparedFinding left{a};
  ComparedFinding right{b};
  return same_finding(left, right);
}

bool same_claim(const Issue& a, const Issue& b) {
  ComparedFinding left{a};
  ComparedFinding right{b};
  return same_claim(left, right);
}

bool SeenFindings::add(const Issue& issue) {
  ComparedFinding asked{issue};
  if (std::ranges::any_of(compared_, [&](auto& other) { return same_finding(other, asked); })) return false;
  issues_.push_back(issue);
  compared_.push_back(std::move(asked));
  compared_.back().moved_to(issues_.back());
  return true;
}

std::vector<Issue> merge_issues(std::vector<Issue> issues) {
  std::vector<Issue> merged;
  merged.reserve(issues.size());  // and so none of them ever moves
  std::vector<ComparedFinding> compared;
  compared.reserve(issues.size());
  for (auto& issue : issues) {
    ComparedFinding asked{issue};
    const auto same = std::ranges::find_if(compared, [&](auto& other) { return same_finding(other, asked); });
    if (same == compared.end()) {
      merged.push_back(std::move(issue));
      compared.push_back(std::move(asked));
      compared.back().moved_to(merged.back());
      continue;
    }
    auto& kept = merged[static_cast<std::size_t>(same - compared.begin())];
    // A rule says the same each time; by it a finding is suppressed, counted and known again.
    if (kept.rule_id.empty() && !issue.rule_id.empty()) {
      std::swap(kept, issue);
      *same = ComparedFinding{kept};
    }
    absorb(kept, issue);
  }
  return merged;
}

void sort_worst_first(std::vector<Issue>& issues) {
  const auto key = [](const Issue& issue) {
    return std::tuple{!issue.lines.has_value(), -static_cast<int>(issue.severity), -issue.confidence,
                      issue.lines ? issue.lines->start : 0};
  };
  std::ranges::stable_sort(issues, {}, key);
}

}  // namespace assay::core
