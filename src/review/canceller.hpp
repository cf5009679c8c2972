#pragma once
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ports/event_bus.hpp"
#include "core/ports/job_queue.hpp"
#include "core/ports/review_store.hpp"
#include "review/active_jobs.hpp"
#include "review/hot_reviews.hpp"

namespace assay::review {

/// Ends submissions on their owner's wish. A job goes on while another submission is attached to it.
/// Thread-safe.
class Canceller {
 public:
  struct Parts {
    core::ReviewStore& store;
    core::JobQueue& queue;
    core::EventBus& bus;
    ActiveJobs& active;
    HotReviews& hot;
    const base::Clock& clock;
  };
  explicit Canceller(Parts parts) : parts_(parts) {}

  /// `not_found`; `conflict` where it is terminal already. Gives the submission as it is now.
  base::Task<base::Result<core::Submission>> cancel(core::Scope scope, core::SubmissionId id);
  /// Removes it and all that only it used. `not_found`.
  base::Task<base::Result<void>> erase(core::Scope scope, core::SubmissionId id);

 private:
  base::Task<void> tell(core::Scope scope, core::Cancelled cancelled);

  Parts parts_;
};

}  // namespace assay::review
