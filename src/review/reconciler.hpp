#pragma once
#include <optional>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task_group.hpp"
#include "core/ports/job_ledger.hpp"
#include "core/ports/queue_repair.hpp"

namespace assay::review {

struct ReconcilerConfig {
  base::Micros interval = std::chrono::seconds{1};
  base::Micros turn = std::chrono::seconds{4};  ///< so long after a process died another one takes over
  /// A job that was accepted just now may be on its way into the queue: it is not missing yet.
  base::Micros min_age = std::chrono::seconds{1};
  int page = 512;
};

/// Makes the queue know every job that the store knows as unfinished: after a crash between the two writes,
/// after the queue lost its memory or its connection. One of all processes does it at a time. A round looks
/// at one page of jobs, where the last round stopped; at all of them at the start, after a failure, and when
/// one was missing. Everything happens on the io_context of `executor`.
class Reconciler {
 public:
  /// The references outlive it.
  Reconciler(core::JobLedger& ledger, core::QueueRepair& queue, const base::Clock& clock,
             base::Executor executor, ReconcilerConfig config = {});

  /// Rounds until `stop`.
  base::Task<void> run();
  /// Thread-safe.
  void stop();

  /// One round; 0 where another process has the turn. Gives how many jobs were missing.
  base::Task<base::Result<int>> round();

 private:
  base::Task<base::Result<int>> restore_page();

  core::JobLedger& ledger_;
  core::QueueRepair& queue_;
  const base::Clock& clock_;
  base::Executor executor_;
  ReconcilerConfig config_;
  base::Wakeup wake_;
  bool stopping_ = false;
  bool look_at_all_ = true;
  std::optional<core::JobId> after_;  ///< where the next page begins
};

}  // namespace assay::review
