#include "llm/samples.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/merge.hpp"

namespace assay::llm {

std::vector<core::Issue> combine_samples(std::vector<SampledIssue> found, int samples) {
  std::vector<core::Issue> all;
  all.reserve(found.size());
  if (samples <= 1) {
    for (auto& one : found) all.push_back(std::move(one.issue));
    return core::merge_issues(std::move(all));
  }
  for (const auto& one : found) all.push_back(one.issue);
  auto merged = core::merge_issues(std::move(all));
  for (auto& issue : merged) {
    std::set<int> finders;
    for (const auto& one : found) {
      if (core::same_finding(issue, one.issue)) finders.insert(one.sample);
    }
    const auto share = static_cast<double>(std::max<std::size_t>(finders.size(), 1)) / samples;
    issue.agreement = share;
    issue.confidence *= share;
  }
  return merged;
}

}  // namespace assay::llm
