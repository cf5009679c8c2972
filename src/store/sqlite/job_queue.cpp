#include "store/sqlite/job_queue.hpp"

#include <algorithm>

#include "store/sqlite/stored_values.hpp"

namespace assay::store {

using base::Micros;
using base::Result;
using base::Task;
using core::Claim;

Task<Result<void>> SqliteJobQueue::enqueue(core::JobId, core::Scope) {
  database_.signal_.wake();
  co_return Result<void>{};
}

Task<Result<std::vector<Claim>>> SqliteJobQueue::claim(core::ClaimRequest request) {
  auto work = [this, kept = std::move(request)](WriteTransaction& tx) { return claim_within(tx, kept); };
  co_return co_await database_.writer_->run(Durability::lazy, std::move(work));
}

Result<std::vector<Claim>> SqliteJobQueue::claim_within(WriteTransaction& tx,
                                                        const core::ClaimRequest& request) {
  const Micros steady = database_.clock_.steady();
  const auto now = database_.clock_.now();
  const auto due = database_.delayed_.due(steady);
  release_due(tx, due);
  const auto expired = database_.leases_.expired(steady);
  release_expired(tx, expired, now);
  auto claims = claim_jobs(tx, request, database_.fences_, database_.turn_, now);
  tx.after_commit([this, due, expired, claims, until = steady + request.lease, wanted = request.max] {
    database_.delayed_.drop(due);
    for (const auto& lease : expired) database_.leases_.end(lease.job, lease.fence);
    for (const auto& claim : claims) database_.leases_.grant(claim.job, claim.fence, until);
    if (claims.size() < static_cast<std::size_t>(std::max(1, wanted))) database_.signal_.unset();
  });
  return claims;
}

Task<Result<std::vector<core::JobId>>> SqliteJobQueue::extend(std::vector<Claim> claims, Micros lease) {
  const Micros until = database_.clock_.steady() + lease;
  std::vector<core::JobId> lost;
  for (const auto& claim : claims) {
    if (!database_.leases_.extend(claim.job, claim.fence, until)) lost.push_back(claim.job);
  }
  co_return lost;
}

Task<Result<void>> SqliteJobQueue::retry(Claim claim, Micros delay, core::AttemptCharge charge) {
  auto work = [this, kept = std::move(claim), delay, charge](WriteTransaction& tx) {
    return retry_within(tx, kept, delay, charge);
  };
  co_return co_await database_.writer_->run(Durability::lazy, std::move(work));
}

Result<void> SqliteJobQueue::retry_within(WriteTransaction& tx, const Claim& claim, Micros delay,
                                          core::AttemptCharge charge) {
  const auto now = database_.clock_.now();
  const auto due = database_.clock_.steady() + delay;
  const bool delayed = delay > Micros{0};
  const auto not_before = delayed ? std::optional{now + delay} : std::nullopt;
  const auto entry = give_back(tx, claim, charge, not_before, now);
  if (!entry) return base::fail(entry.error());
  tx.after_commit([this, job = claim.job, fence = claim.fence, kept = *entry, due, delayed] {
    database_.leases_.end(job, fence);
    if (delayed) database_.delayed_.add(kept, due);
    // Also after a delay: the process that gave it back may have room for another one now, and `wait` must
    // learn of the new moment.
    database_.signal_.wake();
  });
  return {};
}

Task<Result<void>> SqliteJobQueue::complete(Claim) {
  // The store has ended the job and its lease together with the result.
  database_.signal_.wake();
  co_return Result<void>{};
}

Task<Result<void>> SqliteJobQueue::cancel(core::JobId) {
  database_.signal_.wake();
  co_return Result<void>{};
}

Task<void> SqliteJobQueue::wait(Micros at_most) {
  const Micros now = database_.clock_.steady();
  for (const auto moment : {database_.delayed_.next_due(), database_.leases_.next_end()}) {
    if (moment) at_most = std::min(at_most, *moment - now);
  }
  return database_.signal_.wait(at_most);
}

Task<Result<core::QueueDepth>> SqliteJobQueue::depth() {
  auto read = [now = database_.clock_.now()](Connection& db) -> Result<core::QueueDepth> {
    core::QueueDepth depth;
    auto rows = db.query(
        "SELECT (SELECT count(*) FROM jobs WHERE state=0 AND not_before IS NULL AND suspect=0) "
        "+ (SELECT count(*) FROM jobs WHERE state=0 AND not_before IS NULL AND suspect=1), "
        "(SELECT count(*) FROM jobs WHERE state=0 AND not_before IS NOT NULL), "
        "(SELECT count(*) FROM jobs WHERE state=1), "
        "(SELECT created_at FROM jobs ORDER BY seq LIMIT 1)");
    if (rows.step()) {
      depth = {rows.int64(0), rows.int64(1), rows.int64(2), base::Micros{0}};
      if (!rows.is_null(3)) depth.oldest = std::max(base::Micros{0}, now - timestamp(rows.int64(3)));
    }
    return depth;
  };
  co_return co_await database_.readers_->run(std::move(read));
}

}  // namespace assay::store
