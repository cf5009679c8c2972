#pragma once
#include "base/metrics.hpp"
#include "core/lifecycle.hpp"
#include "core/ports/review_store.hpp"
#include "core/review.hpp"

namespace assay::review {

/// What becomes of submissions and jobs, in the process's metrics. Thread-safe, without a lock.
class JobMetrics {
 public:
  /// `metrics` outlives it.
  explicit JobMetrics(base::Metrics& metrics);

  void accepted(core::Acceptance how);
  /// A job's result was stored: what it took.
  void ended(const core::Review& review);

 private:
  base::Counter& from_cache_;
  base::Counter& joined_;
  base::Counter& made_;
  base::Histogram& wait_seconds_;
  base::Histogram& run_seconds_;
};

}  // namespace assay::review
