#pragma once
#include "core/ports/job_queue.hpp"
#include "store/memory/memory_state.hpp"

namespace assay::store {

/// The queue over the jobs of a MemoryState. No job outlives the process, so none is ever a suspect.
class MemoryJobQueue : public core::JobQueue {
 public:
  /// `state` outlives the queue.
  explicit MemoryJobQueue(MemoryState& state) : state_(state) {}

  base::Task<base::Result<void>> enqueue(core::JobId job, core::Scope scope) override;
  base::Task<base::Result<std::vector<core::Claim>>> claim(core::ClaimRequest request) override;
  base::Task<base::Result<std::vector<core::JobId>>> extend(std::vector<core::Claim> claims,
                                                            base::Micros lease) override;
  base::Task<base::Result<void>> retry(core::Claim claim, base::Micros delay,
                                       core::AttemptCharge charge) override;
  base::Task<base::Result<void>> complete(core::Claim claim) override;
  base::Task<base::Result<void>> cancel(core::JobId job) override;
  base::Task<void> wait(base::Micros at_most) override;
  void interrupt() override { state_.signal.wake(); }
  base::Task<base::Result<core::QueueDepth>> depth() override;

 private:
  void release(base::Micros now);

  MemoryState& state_;
};

}  // namespace assay::store
