#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"

namespace assay::core {

/// A job that a worker holds until its lease ends.
struct Claim {
  JobId job;
  Fence fence{};
  int attempt = 1;     ///< charged attempts, this one included
  bool alone = false;  ///< it was running when a process died: nothing else may run beside it in this process
  bool poisonous = false;  ///< it is to be failed, not to be run (core/poisonous.hpp)
};

struct ClaimRequest {
  std::string worker;  ///< names the process
  int max = 1;         ///< how many to take at most
  int in_flight = 0;   ///< how many this process holds already: a suspect is given only to an idle one
  base::Micros lease{15'000'000};
};

enum class AttemptCharge { charged, free };

struct QueueDepth {
  std::int64_t ready = 0;
  std::int64_t delayed = 0;
  std::int64_t running = 0;
  base::Micros oldest{0};  ///< age of the job that is there longest; 0 without any
};

/// Jobs that wait, with leases and fences; at-least-once. What the store says of a job wins over what a queue
/// says. Calls may come from any io_context thread and resume there. `unavailable` where the queue can't be
/// reached.
class JobQueue {
 public:
  virtual ~JobQueue() = default;

  /// Makes a job that the store has accepted known to the workers. Idempotent.
  virtual base::Task<base::Result<void>> enqueue(JobId job, Scope scope) = 0;
  /// The oldest ready jobs, fair over scopes (round robin, then first come first served). May give fewer or
  /// none.
  virtual base::Task<base::Result<std::vector<Claim>>> claim(ClaimRequest request) = 0;
  /// Renews all given leases in one step; gives those that are lost (cancelled, taken over, finished).
  virtual base::Task<base::Result<std::vector<JobId>>> extend(std::vector<Claim> claims,
                                                              base::Micros lease) = 0;
  /// Another attempt after `delay`. A charged attempt counts against the limit, which the caller checks.
  virtual base::Task<base::Result<void>> retry(Claim claim, base::Micros delay, AttemptCharge charge) = 0;
  /// The result is stored; forget the job.
  virtual base::Task<base::Result<void>> complete(Claim claim) = 0;
  /// The job was cancelled in the store; forget it, and tell a process that works on it (`on_lost`).
  virtual base::Task<base::Result<void>> cancel(JobId job) = 0;
  /// `lost` is called, on any thread, when another process has cancelled a job that this one holds; an empty
  /// one ends that, and waits for a call under way. A hint that comes at once or never: `extend` says the
  /// same later. A queue of one process has nobody to hear of.
  virtual void on_lost(std::function<void(const JobId&)> lost) { (void)lost; }
  /// Waits until a job may be ready, or `at_most` has passed. Spurious returns are allowed.
  virtual base::Task<void> wait(base::Micros at_most) = 0;
  /// Ends the waits that are under way in this process, and the next one: for a worker that stops. Never
  /// waits.
  virtual void interrupt() = 0;
  virtual base::Task<base::Result<QueueDepth>> depth() = 0;
};

}  // namespace assay::core
