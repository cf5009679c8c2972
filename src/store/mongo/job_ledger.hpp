#pragma once
#include "base/clock.hpp"
#include "base/random.hpp"
#include "core/ports/job_ledger.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// Fences and unfinished jobs of the store in MongoDB. Whoever asks for the first unfinished jobs also has
/// what crashes left half done repaired (repair.hpp).
class MongoJobLedger final : public core::JobLedger {
 public:
  /// All of them outlive the ledger.
  MongoJobLedger(mongo::Pool& pool, const base::Clock& clock, base::Random& random)
      : pool_(pool), clock_(clock), random_(random) {}

  base::Task<base::Result<std::vector<std::optional<core::Fence>>>> issue_fences(
      std::vector<core::JobId> jobs) override;
  base::Task<base::Result<void>> hand_back(core::JobId job, core::Fence fence,
                                           core::AttemptCharge charge) override;
  base::Task<base::Result<std::vector<core::UnfinishedJob>>> unfinished(std::optional<core::JobId> after,
                                                                        int limit) override;

 private:
  mongo::Pool& pool_;
  const base::Clock& clock_;
  base::Random& random_;
};

}  // namespace assay::store
