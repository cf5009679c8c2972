#pragma once
#include <map>
#include <mutex>

#include "base/clock.hpp"
#include "core/job_signal.hpp"
#include "core/ports/job_ledger.hpp"
#include "core/ports/job_queue.hpp"

namespace assay::contract {

/// A queue in memory over the ledger of a store that has none of its own: for the suites of such a store. It
/// asks the ledger for the unfinished jobs at each claim, so it needs no word of new ones.
class LedgerQueue final : public core::JobQueue {
 public:
  LedgerQueue(core::JobLedger& ledger, const base::Clock& clock) : ledger_(ledger), clock_(clock) {}

  base::Task<base::Result<void>> enqueue(core::JobId job, core::Scope scope) override;
  base::Task<base::Result<std::vector<core::Claim>>> claim(core::ClaimRequest request) override;
  base::Task<base::Result<std::vector<core::JobId>>> extend(std::vector<core::Claim> claims,
                                                            base::Micros lease) override;
  base::Task<base::Result<void>> retry(core::Claim claim, base::Micros delay,
                                       core::AttemptCharge charge) override;
  base::Task<base::Result<void>> complete(core::Claim claim) override;
  base::Task<base::Result<void>> cancel(core::JobId job) override;
  base::Task<void> wait(base::Micros at_most) override;
  void interrupt() override { signal_.wake(); }
  base::Task<base::Result<core::QueueDepth>> depth() override;

 private:
  struct Job {
    std::int64_t order = 0;
    core::Scope scope;
    base::Timestamp created_at;
    core::Fence fence{};
    int attempts = 0;
    bool running = false;
    base::Micros due{0};
    base::Micros lease_until{0};
  };
  /// Takes over what the ledger knows.
  base::Task<base::Result<void>> look();
  void release(base::Micros now);
  /// The job that is next: the oldest of the scope behind the last one served.
  std::map<core::JobId, Job>::iterator next(base::Micros now);

  core::JobLedger& ledger_;
  const base::Clock& clock_;
  core::JobSignal signal_;
  std::mutex mutex_;
  std::map<core::JobId, Job> jobs_;
  core::Scope last_scope_;
  std::int64_t last_order_ = 0;
};

}  // namespace assay::contract
