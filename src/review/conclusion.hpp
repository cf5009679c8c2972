#pragma once
#include "core/review.hpp"
#include "core/submission.hpp"
#include "review/finding_policy.hpp"

namespace assay::review {

enum class Complete { no, yes };

/// Turns what all reviewers said of an input into its review: merges and names the findings, moves those that
/// are not to be shown to `filtered` (by comments in the code, by the policy where there is one, by the
/// options), sorts, scores where it is complete, and sums up.
void conclude(core::Review& review, const core::ReviewInput& input, Complete complete,
              const FindingPolicy* policy = nullptr);

}  // namespace assay::review
