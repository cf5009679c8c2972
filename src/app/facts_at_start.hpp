#pragma once
#include <vector>

#include "app/reviewers.hpp"
#include "http/readiness.hpp"

namespace assay::app {

std::vector<http::ReviewerInfo> reviewer_infos(const Reviewers& reviewers);
/// What /readyz tells and was found once. A kernel that can't seal the analyzer off is told, but is no reason
/// to be not ready.
std::vector<http::ReadinessCheck> facts_at_start(const Reviewers& reviewers);

}  // namespace assay::app
