#pragma once
#include <vector>

#include "core/issue.hpp"

namespace assay::llm {

/// A finding and which of the samples it is from, 0-based.
struct SampledIssue {
  core::Issue issue;
  int sample = 0;
};

/// The findings of `samples` runs over the same code as one list, each finding once. With more than one run
/// every finding says in which share of them it was found, and its confidence is that of the finders times
/// that share: what only one of three runs sees is seldom right.
std::vector<core::Issue> combine_samples(std::vector<SampledIssue> found, int samples);

}  // namespace assay::llm
