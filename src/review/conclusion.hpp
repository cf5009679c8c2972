#pragma once
#include "core/review.hpp"
#include "core/submission.hpp"

namespace assay::review {

enum class Complete { no, yes };

/// Turns what all reviewers said of an input into its review: merges and names the findings, moves those that
/// are not to be shown to `filtered`, sorts, scores where it is complete, and sums up.
void conclude(core::Review& review, const core::ReviewInput& input, Complete complete);

}  // namespace assay::review
