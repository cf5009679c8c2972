#pragma once
#include <string_view>

#include "core/issue_state.hpp"
#include "core/review.hpp"

namespace assay::core {

/// Takes the issues that people dismissed out of a review's sight: they go to `filtered` as suppressed, with
/// who dismissed them and why as the note. What was called fixed and is found nevertheless stays, and so do
/// the scores.
void set_dismissed_aside(Review& review, const IssueStates& states);

/// Whether a note of a suppressed finding is one that `set_dismissed_aside` wrote: somebody said it beside
/// the code, not in it.
bool is_dismissal(const FilteredIssue& filtered);

}  // namespace assay::core
