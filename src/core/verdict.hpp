#pragma once
#include <string>
#include <vector>

#include "core/issue.hpp"

namespace assay::core {

/// What one reviewer thinks of another one's finding.
struct EvidenceVerdict {
  std::string fingerprint;  ///< of the finding
  bool confirmed = false;
  std::string reason;  ///< a sentence
  std::string source;  ///< who says so: "llm:MODEL"
  bool operator==(const EvidenceVerdict&) const = default;
};

/// A finding that is confirmed gets the other one's name beside its own and is surer; one that is rejected
/// loses half of its confidence, and its detail says by whom and why. Nothing is dropped. Where verdicts on
/// one finding differ (several samples), the majority counts, and a tie changes nothing.
void apply_verdicts(std::vector<Issue>& issues, const std::vector<EvidenceVerdict>& verdicts);

}  // namespace assay::core
