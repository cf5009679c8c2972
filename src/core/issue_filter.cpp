#include "core/issue_filter.hpp"

#include <algorithm>
#include <string>

#include "core/input_files.hpp"

namespace assay::core {
namespace {

bool touches_change(const Issue& issue, const std::vector<LineRange>& changed) {
  if (!issue.lines) return false;
  if (touches(*issue.lines, changed)) return true;
  return std::ranges::any_of(issue.trace, [&](const PathStep& step) {
    return (step.path.empty() || step.path == issue.path) && touches({step.line, step.line}, changed);
  });
}

}  // namespace

std::optional<FilterReason> filter_reason(const Issue& issue, const ReviewOptions& options,
                                          const std::vector<LineRange>* changed) {
  if (changed != nullptr && !touches_change(issue, *changed)) return FilterReason::outside_change;
  if (options.min_severity && issue.severity < *options.min_severity) return FilterReason::below_min_severity;
  if (options.min_confidence && issue.confidence < *options.min_confidence)
    return FilterReason::below_min_confidence;
  return std::nullopt;
}

void apply_cap(std::vector<Issue>& issues, const ReviewOptions& options,
               std::vector<FilteredIssue>& filtered) {
  const int cap = std::clamp(options.max_issues.value_or(kMaxShownIssues), 1, kMaxShownIssues);
  const auto kept = static_cast<std::size_t>(cap);
  if (issues.size() <= kept) return;
  for (auto issue = issues.begin() + cap; issue != issues.end(); ++issue) {
    filtered.push_back(
        {FilterReason::over_cap, "only the " + std::to_string(cap) + " worst are shown", std::move(*issue)});
  }
  issues.resize(kept);
}

}  // namespace assay::core
