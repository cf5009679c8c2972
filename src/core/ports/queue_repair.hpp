#pragma once
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ports/job_ledger.hpp"

namespace assay::core {

/// Fills a queue again that has lost jobs. Threads and errors as in JobQueue.
class QueueRepair {
 public:
  virtual ~QueueRepair() = default;
  /// True for one of all the processes that ask, for as long as `turn` says: that one repairs.
  virtual base::Task<base::Result<bool>> take_turn(base::Micros turn) = 0;
  /// Makes known those of the jobs that the queue does not know; the others stay as they are. Gives how many
  /// it did not know.
  virtual base::Task<base::Result<int>> restore(std::vector<UnfinishedJob> jobs) = 0;
};

}  // namespace assay::core
