#include "core/dismissals.hpp"

#include <string>
#include <utility>

namespace assay::core {
namespace {

constexpr std::string_view kDismissed = "dismissed";

std::string note_of(const IssueState& state) {
  std::string note{kDismissed};
  if (!state.by.empty()) note.append(" by ").append(state.by);
  if (!state.reason.empty()) note.append(": ").append(state.reason);
  return note;
}

}  // namespace

void set_dismissed_aside(Review& review, const IssueStates& states) {
  std::vector<Issue> kept;
  for (auto& issue : review.issues) {
    const auto said = states.find(issue.fingerprint);
    if (said == states.end() || said->second.status != IssueStatus::dismissed) {
      kept.push_back(std::move(issue));
    } else {
      review.filtered.push_back({FilterReason::suppressed, note_of(said->second), std::move(issue)});
    }
  }
  review.issues = std::move(kept);
}

bool is_dismissal(const FilteredIssue& filtered) {
  return filtered.reason == FilterReason::suppressed && filtered.note.starts_with(kDismissed);
}

}  // namespace assay::core
