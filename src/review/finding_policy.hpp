#pragma once
#include <optional>
#include <string>

#include "core/review.hpp"

namespace assay::review {

/// What somebody outside the review wants to hear of its findings: a project's own settings, a baseline.
class FindingPolicy {
 public:
  virtual ~FindingPolicy() = default;
  struct Verdict {
    core::FilterReason reason = core::FilterReason::suppressed;
    std::string note;
  };
  /// Called for every finding once it has its fingerprint. May give it another severity. A verdict: it is not
  /// shown and takes nothing from the score, but is kept with the reason.
  virtual std::optional<Verdict> judge(core::Issue& issue) const = 0;
};

/// Moves what the policy does not want to see from the issues of a review to its `filtered`. Applied again it
/// changes nothing more.
void apply_policy(core::Review& review, const FindingPolicy& policy);

}  // namespace assay::review
