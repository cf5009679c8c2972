#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "core/issue_state.hpp"
#include "core/review.hpp"
#include "core/submission.hpp"
#include "report/file_review.hpp"

namespace assay::report {

/// A submission's review as files, as reports take them: one for each text that was handed in, with the
/// issues of its path and what these took from the score. All have the submission's status and score; what
/// belongs to the whole (usage, egress, advice, notes) is with the first. A text without a name is called
/// `unnamed`. Without the code: a report goes to others, and secrets are masked in the quotes only. What
/// `states` (may be null) dismisses is filtered, so that no report raises it again.
std::vector<FileReview> files_of(const core::Submission& submission, core::Review review,
                                 std::shared_ptr<const core::IssueStates> states, std::string_view unnamed);

}  // namespace assay::report
