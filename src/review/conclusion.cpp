#include "review/conclusion.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/input_files.hpp"
#include "core/issue_filter.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/merge.hpp"
#include "core/scoring.hpp"
#include "review/suppressed_lines.hpp"

namespace assay::review {
namespace {

/// The files of the input by path: their place, and what changed in them.
class Files {
 public:
  explicit Files(const core::ReviewInput& input) {
    for (const auto& text : core::texts_of(input)) {
      files_.emplace(text.path, std::pair{static_cast<int>(files_.size()), text.changed});
      if (text.changed != nullptr) {
        for (const auto& range : *text.changed) changed_ += range.end - range.start + 1;
        is_diff_ = true;
      }
    }
  }
  /// Orders issues as a reader meets them.
  std::pair<int, int> place(const core::Issue& issue) const {
    const auto file = files_.find(issue.path);
    return {file == files_.end() ? 0 : file->second.first, issue.lines ? issue.lines->start : 0};
  }
  const std::vector<core::LineRange>* changed(const std::string& path) const {
    const auto file = files_.find(path);
    return file == files_.end() ? nullptr : file->second.second;
  }
  /// The size that the score is about: of a diff only what it changes.
  std::optional<core::CodeMetrics> measured(const std::optional<core::CodeMetrics>& metrics) const {
    if (!is_diff_) return metrics;
    core::CodeMetrics changed;
    changed.sloc = changed_;
    return changed;
  }

 private:
  std::map<std::string_view, std::pair<int, const std::vector<core::LineRange>*>> files_;
  int changed_ = 0;
  bool is_diff_ = false;
};

/// Names all findings, shown or not, in the order of the text: so ids depend neither on who was faster nor on
/// what is filtered.
void assign_ids(core::Review& review, const Files& files) {
  std::vector<core::Issue*> all;
  for (auto& issue : review.issues) all.push_back(&issue);
  for (auto& filtered : review.filtered) all.push_back(&filtered.issue);
  std::ranges::stable_sort(all, {}, [&](const core::Issue* issue) { return files.place(*issue); });
  core::FingerprintNumbers numbers;
  for (auto* issue : all) numbers.assign(*issue);
}

/// What one reviewer left out for a reason of its own, no other one brings back.
void drop_repeated(core::Review& review) {
  std::erase_if(review.issues, [&](const core::Issue& issue) {
    return std::ranges::any_of(review.filtered, [&](const core::FilteredIssue& filtered) {
      return core::same_finding(filtered.issue, issue);
    });
  });
}

/// What comments in the code do not want to see.
void suppress(core::Review& review, const core::ReviewInput& input) {
  const SuppressedLines suppressed{input};
  std::vector<core::Issue> kept;
  for (auto& issue : review.issues) {
    if (const auto* comment = suppressed.of(issue))
      review.filtered.push_back({core::FilterReason::suppressed, core::describe(*comment), std::move(issue)});
    else
      kept.push_back(std::move(issue));
  }
  review.issues = std::move(kept);
}

void filter(core::Review& review, const core::ReviewOptions& options, const Files& files) {
  std::vector<core::Issue> shown;
  for (auto& issue : review.issues) {
    const auto reason = core::filter_reason(issue, options, files.changed(issue.path));
    if (reason) {
      review.filtered.push_back({*reason, {}, std::move(issue)});
    } else {
      shown.push_back(std::move(issue));
    }
  }
  review.issues = std::move(shown);
  core::sort_worst_first(review.issues);
  core::apply_cap(review.issues, options, review.filtered);
}

/// One sentence where no model wrote a summary.
std::string plain_summary(const core::Review& review) {
  std::array<int, 3> by_severity{};
  for (const auto& issue : review.issues) ++by_severity[static_cast<std::size_t>(issue.severity)];
  if (review.issues.empty()) return "No issues found.";
  std::string text =
      std::to_string(review.issues.size()) + (review.issues.size() == 1 ? " issue: " : " issues: ");
  bool first = true;
  for (const auto severity : {core::Severity::high, core::Severity::med, core::Severity::low}) {
    const int count = by_severity[static_cast<std::size_t>(severity)];
    if (count == 0) continue;
    if (!first) text += ", ";
    first = false;
    text += std::to_string(count) + " " + std::string{core::to_string(severity)};
  }
  return text + ".";
}

/// False where every reviewer passed over every line: then a score would praise what nobody has seen.
bool saw_anything(const core::Coverage& coverage) {
  return coverage.ranges.empty() || std::ranges::any_of(coverage.ranges, [](const auto& range) {
           return range.state != core::CoverageState::skipped;
         });
}

}  // namespace

void conclude(core::Review& review, const core::ReviewInput& input, Complete complete,
              const FindingPolicy* policy) {
  for (const auto& text : core::texts_of(input)) {
    review.files.push_back({std::string{text.path}, text.language, core::count_lines(text.code),
                            text.changed != nullptr ? std::optional{*text.changed} : std::nullopt,
                            text.known == nullptr});
  }
  const Files files{input};
  std::ranges::stable_sort(review.issues, {}, [&](const auto& issue) { return files.place(issue); });
  review.issues = core::merge_issues(std::move(review.issues));
  drop_repeated(review);
  assign_ids(review, files);
  suppress(review, input);
  if (policy != nullptr) apply_policy(review, *policy);
  filter(review, input.options, files);
  const bool seen = saw_anything(review.coverage);
  if (complete == Complete::yes && seen)
    review.scores = core::compute_scores(review.issues, files.measured(review.metrics));
  if (review.summary.empty() && !seen) review.summary = "Nothing was reviewed; the coverage says why.";
  if (review.summary.empty()) review.summary = plain_summary(review);
}

}  // namespace assay::review
