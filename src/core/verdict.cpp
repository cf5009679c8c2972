#include "core/verdict.hpp"

#include <algorithm>
#include <cmath>

namespace assay::core {
namespace {

constexpr double kRejected = 0.5;
// A second look that agrees is worth as much as a finder that is right every second time.
constexpr double kConfirmed = 0.5;

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + " %"; }

void confirm(Issue& issue, const EvidenceVerdict& verdict) {
  if (std::ranges::find(issue.sources, verdict.source) != issue.sources.end()) return;
  issue.sources.push_back(verdict.source);
  issue.confidence = 1 - (1 - issue.confidence) * (1 - kConfirmed);
}

void reject(Issue& issue, const EvidenceVerdict& verdict) {
  const auto before = issue.confidence;
  issue.confidence *= kRejected;
  if (!issue.detail.empty()) issue.detail += "\n\n";
  issue.detail += verdict.source + " does not confirm this";
  if (!verdict.reason.empty()) issue.detail += ": " + verdict.reason;
  if (!issue.detail.ends_with('.')) issue.detail += '.';
  issue.detail +=
      " The confidence was lowered from " + percent(before) + " to " + percent(issue.confidence) + ".";
}

}  // namespace

void apply_verdicts(std::vector<Issue>& issues, const std::vector<EvidenceVerdict>& verdicts) {
  for (auto& issue : issues) {
    int balance = 0;
    const EvidenceVerdict* yes = nullptr;
    const EvidenceVerdict* no = nullptr;
    for (const auto& verdict : verdicts) {
      if (issue.fingerprint.empty() || verdict.fingerprint != issue.fingerprint) continue;
      balance += verdict.confirmed ? 1 : -1;
      (verdict.confirmed ? yes : no) = &verdict;
    }
    if (balance > 0) confirm(issue, *yes);
    if (balance < 0) reject(issue, *no);
  }
}

}  // namespace assay::core
