#pragma once
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "base/timestamp.hpp"
#include "core/ids.hpp"
#include "core/ports/job_queue.hpp"

namespace assay::core {

/// A job that the store has accepted and that is not over.
struct UnfinishedJob {
  JobId job;
  Scope scope;
  base::Timestamp created_at;
};

/// The store's side of a queue that lives elsewhere: the queue may lose everything, the store issues the
/// fences and knows what is unfinished. A queue over the store's own data needs none. Calls may come from any
/// io_context thread and resume there; errors as ReviewStore's.
class JobLedger {
 public:
  virtual ~JobLedger() = default;

  /// A new fence for each job, larger than all that it had before, in the order of `jobs`; nothing for a job
  /// that is unknown or over. From then on only the holder of the new fence can finish the job.
  virtual base::Task<base::Result<std::vector<std::optional<Fence>>>> issue_fences(
      std::vector<JobId> jobs) = 0;
  /// The holder of `fence` gives the job back: it is pending again, and a charged attempt counts among those
  /// of its submissions. A second call changes nothing. `conflict` where the fence is stale or the job is
  /// over. A store that shows nobody what its jobs are doing need not do anything.
  virtual base::Task<base::Result<void>> hand_back(JobId job, Fence fence, AttemptCharge charge) {
    (void)job, (void)fence, (void)charge;
    co_return base::Result<void>{};
  }
  /// Jobs that are not over, by id and so oldest first, at most `limit` of them, after the id `after` where
  /// one is given.
  virtual base::Task<base::Result<std::vector<UnfinishedJob>>> unfinished(std::optional<JobId> after,
                                                                          int limit) = 0;
};

}  // namespace assay::core
