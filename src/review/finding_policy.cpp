#include "review/finding_policy.hpp"

#include <vector>

namespace assay::review {

void apply_policy(core::Review& review, const FindingPolicy& policy) {
  std::vector<core::Issue> kept;
  for (auto& issue : review.issues) {
    auto verdict = policy.judge(issue);
    if (verdict)
      review.filtered.push_back({verdict->reason, std::move(verdict->note), std::move(issue)});
    else
      kept.push_back(std::move(issue));
  }
  review.issues = std::move(kept);
}

}  // namespace assay::review
