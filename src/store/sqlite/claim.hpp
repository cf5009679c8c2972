#pragma once
#include <vector>

#include "core/ports/job_queue.hpp"
#include "store/sqlite/delayed_jobs.hpp"
#include "store/sqlite/leases.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// Gives each claim a fence that no claim of this database had before. Used by the writer thread.
///
/// The high bits are the epoch, which grows durably each time the database is opened, before any claim; the
/// low bits count the claims since. So claims need no fsync: a loss of power may take a claim back, but never
/// lets its fence come again.
class Fences {
 public:
  explicit Fences(std::int64_t epoch) : last_(epoch << kCounterBits) {}
  core::Fence next() { return core::Fence{++last_}; }

 private:
  static constexpr int kCounterBits = 40;
  std::int64_t last_;
};

/// Where the round robin over scopes stands. Used by the writer thread.
struct Turn {
  std::int64_t last_scope = 0;
};

/// Jobs that were delayed until now become ready.
void release_due(WriteTransaction& tx, const std::vector<DelayedJobs::Entry>& due);
/// Takes jobs from holders whose lease is over; no attempt is charged.
void release_expired(WriteTransaction& tx, const std::vector<Leases::Lease>& expired, base::Timestamp now);
/// The next ready jobs, marked as running: first suspects, each alone; then round robin over the scopes, the
/// oldest of each. Nothing while a suspect runs, and nothing to a busy process while a suspect waits.
std::vector<core::Claim> claim_jobs(WriteTransaction& tx, const core::ClaimRequest& request, Fences& fences,
                                    Turn& turn, base::Timestamp now);

/// Gives a job back for another attempt; `not_before` in the future delays it. Gives the delay as DelayedJobs
/// wants it.
base::Result<DelayedJobs::Entry> give_back(WriteTransaction& tx, const core::Claim& claim,
                                           core::AttemptCharge charge,
                                           std::optional<base::Timestamp> not_before, base::Timestamp now);

}  // namespace assay::store
