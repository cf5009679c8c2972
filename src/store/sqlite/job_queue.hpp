#pragma once
#include "core/ports/job_queue.hpp"
#include "store/sqlite/database.hpp"

namespace assay::store {

/// The queue over the jobs of the embedded database. A job is claimable from the moment its submission is
/// accepted; `enqueue` only wakes who waits. Leases live in memory (leases.hpp).
class SqliteJobQueue final : public core::JobQueue {
 public:
  /// `database` outlives the queue.
  explicit SqliteJobQueue(Database& database) : database_(database) {}

  base::Task<base::Result<void>> enqueue(core::JobId job, core::Scope scope) override;
  base::Task<base::Result<std::vector<core::Claim>>> claim(core::ClaimRequest request) override;
  base::Task<base::Result<std::vector<core::JobId>>> extend(std::vector<core::Claim> claims,
                                                            base::Micros lease) override;
  base::Task<base::Result<void>> retry(core::Claim claim, base::Micros delay,
                                       core::AttemptCharge charge) override;
  base::Task<base::Result<void>> complete(core::Claim claim) override;
  base::Task<base::Result<void>> cancel(core::JobId job) override;
  base::Task<void> wait(base::Micros at_most) override;
  void interrupt() override { database_.signal_.wake(); }
  base::Task<base::Result<core::QueueDepth>> depth() override;

 private:
  base::Result<std::vector<core::Claim>> claim_within(WriteTransaction& tx,
                                                      const core::ClaimRequest& request);
  base::Result<void> retry_within(WriteTransaction& tx, const core::Claim& claim, base::Micros delay,
                                  core::AttemptCharge charge);

  Database& database_;
};

}  // namespace assay::store
