#include "core/compare.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>

#include "core/input_files.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/line_blocks.hpp"
#include "core/pair_issues.hpp"

namespace assay::core {
namespace {

constexpr std::array<std::string_view, 5> kReasons = {"code_changed", "code_unchanged", "not_reviewed",
                                                      "filtered", "file_absent"};

/// "llm" for "llm:gpt-x", "static" for "static" and "linter:ruff".
std::string_view reviewer_of(std::string_view source) { return source.starts_with("llm") ? "llm" : "static"; }

const ReviewerReport* report_of(const Review& review, std::string_view reviewer) {
  const auto found = std::ranges::find(review.reviewers, reviewer, &ReviewerReport::name);
  return found == review.reviewers.end() || found->state != ReviewerState::ok ? nullptr : &*found;
}

/// The lines that must be another for an issue of a model to be fixed.
LineRange around(const Issue& issue, const Review& review) {
  constexpr int kLinesAround = 3;
  const auto lines = *issue.lines;
  std::optional<LineRange> smallest;
  if (review.metrics) {
    for (const auto& function : review.metrics->functions) {
      const auto& range = function.lines;
      if (function.path != issue.path || range.start > lines.start || range.end < lines.end) continue;
      if (!smallest || range.end - range.start < smallest->end - smallest->start) smallest = range;
    }
  }
  return smallest.value_or(LineRange{lines.start - kLinesAround, lines.end + kLinesAround});
}

/// One side with what is asked of it again and again.
class Side {
 public:
  explicit Side(const ComparedSide& side) : side_(side) {
    for (const auto& text : texts_of(side.input)) {
      texts_.emplace_back(text.code);
      paths_.push_back(text.path);
    }
    for (const auto& filtered : side.review.filtered)
      filtered_.emplace(text_of(filtered.issue, side.input), finding_key(filtered.issue));
  }
  const Review& review() const { return side_.review; }
  const ReviewInput& input() const { return side_.input; }
  const LineBlocks& text(int number) const { return texts_[static_cast<std::size_t>(number)]; }
  bool filtered(int text, const Issue& issue) const { return filtered_.contains({text, finding_key(issue)}); }

  /// Whether this reviewer looked at the text: it ended well, and not all it says of the text is that it
  /// passed over it.
  bool looked(std::string_view reviewer, int text) const {
    if (report_of(side_.review, reviewer) == nullptr) return false;
    const auto path = paths_[static_cast<std::size_t>(text)];
    bool said = false;
    for (const auto& range : side_.review.coverage.ranges) {
      if (range.reviewer != reviewer || range.path != path) continue;
      if (range.state != CoverageState::skipped) return true;
      said = true;
    }
    return !said;
  }

 private:
  const ComparedSide& side_;
  std::vector<LineBlocks> texts_;
  std::vector<std::string_view> paths_;
  std::set<std::pair<int, std::string>> filtered_;
};

/// Whether the code of an issue of `from` is the same in the text `text` of `to`.
bool code_changed(const Issue& issue, const Side& from, const Side& to, int text, bool deterministic) {
  const auto& old_text = from.text(text_of(issue, from.input()));
  const auto& new_text = to.text(text);
  if (old_text.same_as(new_text)) return false;
  if (deterministic || !issue.lines) return true;
  return !new_text.contains(old_text.block(around(issue, from.review())));
}

/// How those who found an issue of one side look at the text `text` of the other.
struct Look {
  bool looked = false;         ///< at least one of them did
  bool deterministic = false;  ///< one of those says the same of the same code
};

Look look_of_finders(const Issue& issue, const Side& from, const Side& to, int text) {
  Look look;
  for (const auto& source : issue.sources) {
    const auto reviewer = reviewer_of(source);
    if (!to.looked(reviewer, text)) continue;
    look.looked = true;
    const auto* here = report_of(from.review(), reviewer);
    const auto* there = report_of(to.review(), reviewer);
    look.deterministic |= reviewer == "static" && here != nullptr && here->version == there->version;
  }
  return look;
}

GoneReason why_gone(const Issue& issue, const Side& before, const Side& after, int text) {
  if (text == FilePairs::kNone) return GoneReason::file_absent;
  if (after.filtered(text, issue)) return GoneReason::filtered;
  const auto look = look_of_finders(issue, before, after, text);
  if (!look.looked) return GoneReason::not_reviewed;
  return code_changed(issue, before, after, text, look.deterministic) ? GoneReason::code_changed
                                                                      : GoneReason::code_unchanged;
}

/// Whether an issue can be new because of what was changed.
bool came_by_a_change(const Issue& issue, const Side& before, const Side& after, int text) {
  if (text == FilePairs::kNone) return true;
  const auto look = look_of_finders(issue, after, before, text);
  return code_changed(issue, after, before, text, look.deterministic);
}

}  // namespace

std::string_view to_string(GoneReason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

Comparison compare_reviews(const ComparedSide& before_side, const ComparedSide& after_side) {
  const Side before{before_side};
  const Side after{after_side};
  const auto files = pair_files(before.input(), after.input());
  const auto old_issues = in_text_order(before.review().issues, before.input());
  const auto new_issues = in_text_order(after.review().issues, after.input());
  const auto pairs = pair_issues(old_issues, before.input(), new_issues, after.input(), files);

  Comparison comparison;
  std::vector<bool> old_paired(old_issues.size(), false);
  std::vector<bool> new_paired(new_issues.size(), false);
  for (const auto& [i, j] : pairs) {
    old_paired[i] = new_paired[j] = true;
    const auto* then = old_issues[i];
    const auto* now = new_issues[j];
    comparison.persisting.push_back({then, now, then->lines != now->lines || then->path != now->path});
  }
  for (std::size_t i = 0; i < old_issues.size(); ++i) {
    if (old_paired[i]) continue;
    const auto text = files.after_of[static_cast<std::size_t>(text_of(*old_issues[i], before.input()))];
    const auto reason = why_gone(*old_issues[i], before, after, text);
    auto& list = reason == GoneReason::code_changed ? comparison.fixed : comparison.not_redetected;
    list.push_back({old_issues[i], reason});
  }
  for (std::size_t j = 0; j < new_issues.size(); ++j) {
    if (new_paired[j]) continue;
    const auto text = files.before_of[static_cast<std::size_t>(text_of(*new_issues[j], after.input()))];
    comparison.appeared.push_back({new_issues[j], came_by_a_change(*new_issues[j], before, after, text)});
  }
  return comparison;
}

}  // namespace assay::core
