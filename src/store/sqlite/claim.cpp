#include "store/sqlite/claim.hpp"

#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

using core::Claim;
using core::LifecycleEvent;
using core::Status;

struct ReadyJob {
  std::int64_t seq = 0;
  Claim claim;
};

ReadyJob ready_job(const Rows& rows) {
  ReadyJob job;
  job.seq = rows.int64(0);
  job.claim.job = core::JobId{rows.id(1)};
  job.claim.attempt = rows.integer(2) + 1;
  return job;
}

std::optional<ReadyJob> next_suspect(Connection& db) {
  auto rows = db.query(
      "SELECT seq, id, attempts FROM jobs WHERE state=0 AND not_before IS NULL AND suspect=1 ORDER BY seq "
      "LIMIT 1");
  if (!rows.step()) return std::nullopt;
  return ready_job(rows);
}

/// The scope with a ready job that comes after the last one served, around in a circle.
std::optional<std::int64_t> next_scope(Connection& db, std::int64_t last) {
  for (const std::int64_t after : {last, std::int64_t{0}}) {
    auto rows = db.query(
        "SELECT scope FROM jobs WHERE state=0 AND not_before IS NULL AND suspect=0 AND scope>?1 ORDER BY "
        "scope LIMIT 1",
        after);
    if (rows.step()) return rows.int64(0);
  }
  return std::nullopt;
}

std::optional<ReadyJob> next_ready(Connection& db, Turn& turn) {
  const auto scope = next_scope(db, turn.last_scope);
  if (!scope) return std::nullopt;
  turn.last_scope = *scope;
  auto rows = db.query(
      "SELECT seq, id, attempts FROM jobs WHERE state=0 AND not_before IS NULL AND suspect=0 AND scope=?1 "
      "ORDER BY seq "
      "LIMIT 1",
      *scope);
  if (!rows.step()) return std::nullopt;
  return ready_job(rows);
}

Claim take(WriteTransaction& tx, ReadyJob job, core::Fence fence, bool alone, base::Timestamp now) {
  job.claim.fence = fence;
  job.claim.alone = alone;
  // What is ready is pending by the index, and pending jobs can always be claimed (core::transition).
  tx.db.run("UPDATE jobs SET state=?2, fence=?3, alone=?4, updated_at=?5 WHERE seq=?1", job.seq,
            stored(*core::transition(Status::pending, LifecycleEvent::claim)),
            static_cast<std::int64_t>(fence), alone, stored(now));
  return job.claim;
}

bool exists(Rows rows) { return rows.step(); }

}  // namespace

void release_due(WriteTransaction& tx, const std::vector<DelayedJobs::Entry>& due) {
  for (const auto& entry : due) {
    tx.db.run("UPDATE jobs SET not_before=NULL WHERE seq=?1 AND state=0 AND not_before=?2", entry.seq,
              stored(entry.not_before));
  }
}

void release_expired(WriteTransaction& tx, const std::vector<Leases::Lease>& expired, base::Timestamp now) {
  for (const auto& lease : expired) {
    const auto job = find_held_job(tx.db, lease.job, lease.fence);
    if (!job) continue;
    const auto status = core::transition(job->status, LifecycleEvent::release);
    if (!status) continue;
    tx.db.run("UPDATE jobs SET state=?2, alone=0, updated_at=?3 WHERE seq=?1", job->seq, stored(*status),
              stored(now));
  }
}

std::vector<Claim> claim_jobs(WriteTransaction& tx, const core::ClaimRequest& request, Fences& fences,
                              Turn& turn, base::Timestamp now) {
  tx.step("claim.begin");
  if (request.max <= 0) return {};
  if (exists(tx.db.query("SELECT 1 FROM jobs WHERE state=1 AND alone=1 LIMIT 1"))) return {};
  if (auto suspect = next_suspect(tx.db)) {
    if (request.in_flight > 0 || exists(tx.db.query("SELECT 1 FROM jobs WHERE state=1 LIMIT 1"))) return {};
    return {take(tx, std::move(*suspect), fences.next(), true, now)};
  }
  std::vector<Claim> claims;
  while (claims.size() < static_cast<std::size_t>(request.max)) {
    auto job = next_ready(tx.db, turn);
    if (!job) break;
    claims.push_back(take(tx, std::move(*job), fences.next(), false, now));
  }
  tx.step("claim.taken");
  return claims;
}

base::Result<DelayedJobs::Entry> give_back(WriteTransaction& tx, const Claim& claim,
                                           core::AttemptCharge charge,
                                           std::optional<base::Timestamp> not_before, base::Timestamp now) {
  tx.step("retry.begin");
  const auto job = find_held_job(tx.db, claim.job, claim.fence);
  if (!job) return base::fail(job.error());
  const bool charged = charge == core::AttemptCharge::charged;
  const auto status =
      core::transition(job->status, charged ? LifecycleEvent::retry : LifecycleEvent::release);
  if (!status) return base::fail(status.error());
  // An attempt that ended by itself has shown that the job does not kill its process; one that was handed
  // back has not.
  tx.db.run(
      "UPDATE jobs SET state=?2, attempts=attempts+?3, not_before=?4, suspect=CASE ?3 WHEN 1 THEN 0 ELSE "
      "suspect END, "
      "alone=0, updated_at=?5 WHERE seq=?1",
      job->seq, stored(*status), charged, not_before ? std::optional{stored(*not_before)} : std::nullopt,
      stored(now));
  return DelayedJobs::Entry{job->seq, not_before.value_or(now)};
}

}  // namespace assay::store
