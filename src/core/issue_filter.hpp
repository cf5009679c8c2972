#pragma once
#include <optional>
#include <vector>

#include "core/review.hpp"
#include "core/submission.hpp"

namespace assay::core {

/// Why an issue is not to be shown under these options, if so. `changed`: the lines of its file that a diff
/// changes; null: all. An issue touches a change with its own lines or with a step of its trace; an unplaced
/// one touches none. The cap is not looked at: it needs all issues.
std::optional<FilterReason> filter_reason(const Issue& issue, const ReviewOptions& options,
                                          const std::vector<LineRange>* changed);

/// Moves what is beyond the cap of the options from the end of `issues`, which are sorted worst first, to
/// `filtered`.
void apply_cap(std::vector<Issue>& issues, const ReviewOptions& options,
               std::vector<FilteredIssue>& filtered);

}  // namespace assay::core
