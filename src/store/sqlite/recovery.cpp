#include "store/sqlite/recovery.hpp"

#include "core/poisonous.hpp"
#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

struct Interrupted {
  core::JobId id;
  int deaths_alone = 0;
};

std::vector<Interrupted> interrupted_jobs(Connection& db) {
  std::vector<Interrupted> jobs;
  auto rows = db.query("SELECT id, alone, deaths_alone FROM jobs WHERE state=1");
  while (rows.step()) jobs.push_back({core::JobId{rows.id(0)}, rows.integer(2) + rows.integer(1)});
  return jobs;
}

void fail_poisonous(WriteTransaction& tx, const JobRow& job, base::Timestamp now) {
  JobEnding ending;
  ending.outcome = core::Status::failed;
  ending.error = core::poisonous_error();
  ending.attempts = job.attempts + 1;
  ending.at = now;
  end_job(tx, job, ending);
}

}  // namespace

base::Result<Recovered> recover(WriteTransaction& tx, base::Timestamp now) {
  Recovered found;
  tx.db.run("UPDATE meta SET value=value+1 WHERE key='epoch'");
  {
    auto rows = tx.db.query("SELECT value FROM meta WHERE key='epoch'");
    if (!rows.step()) {
      tx.db.set_corrupt("the epoch is missing");
      return found;
    }
    found.epoch = rows.int64(0);
  }
  for (const auto& interrupted : interrupted_jobs(tx.db)) {
    const auto job = find_job(tx.db, interrupted.id);
    if (!job) break;
    if (interrupted.deaths_alone >= core::kMostDeathsAlone) {
      fail_poisonous(tx, *job, now);
      ++found.poisonous;
      continue;
    }
    tx.db.run("UPDATE jobs SET state=?2, suspect=1, alone=0, deaths_alone=?3, updated_at=?4 WHERE seq=?1",
              job->seq, stored(*core::transition(job->status, core::LifecycleEvent::release)),
              interrupted.deaths_alone, stored(now));
    ++found.interrupted;
  }
  {
    auto rows = tx.db.query("SELECT seq, not_before FROM jobs WHERE state=0 AND not_before IS NOT NULL");
    while (rows.step()) found.delayed.push_back({rows.int64(0), timestamp(rows.int64(1))});
  }
  {
    auto rows = tx.db.query("SELECT count(*) FROM jobs");
    if (rows.step()) found.unfinished = rows.integer(0);
  }
  return found;
}

}  // namespace assay::store
