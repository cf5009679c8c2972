#pragma once
#include <string>

#include "core/ports/reviewer.hpp"

namespace assay::review {

/// Adds usage. One unknown price makes the sum unknown: null is honest, a partial sum is not.
void add_usage(core::Usage& total, const core::Usage& more);

/// Makes one outcome of a reviewer's outcomes for several texts.
class OutcomeJoiner {
 public:
  void add(const std::string& path, core::ReviewerOutcome outcome);
  /// A text that was not begun; why is what the first failure says.
  void add_missing(core::CoverageRange range);
  core::ReviewerOutcome take() { return std::move(total_); }

 private:
  core::ReviewerOutcome total_;
};

}  // namespace assay::review
