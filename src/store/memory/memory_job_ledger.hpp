#pragma once
#include "core/ports/job_ledger.hpp"
#include "store/memory/memory_state.hpp"

namespace assay::store {

/// The ledger over the jobs of a MemoryState, for a queue that is not MemoryJobQueue.
class MemoryJobLedger final : public core::JobLedger {
 public:
  /// `state` outlives the ledger.
  explicit MemoryJobLedger(MemoryState& state) : state_(state) {}

  base::Task<base::Result<std::vector<std::optional<core::Fence>>>> issue_fences(
      std::vector<core::JobId> jobs) override;
  base::Task<base::Result<void>> hand_back(core::JobId job, core::Fence fence,
                                           core::AttemptCharge charge) override;
  base::Task<base::Result<std::vector<core::UnfinishedJob>>> unfinished(std::optional<core::JobId> after,
                                                                        int limit) override;

 private:
  MemoryState& state_;
};

}  // namespace assay::store
