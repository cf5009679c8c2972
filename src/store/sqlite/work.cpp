#include "store/sqlite/work.hpp"

#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {

base::Result<core::JobWork> read_work(Connection& db, const core::JobId& id, core::Fence fence) {
  const auto job = find_held_job(db, id, fence);
  if (!job) return base::fail(job.error());
  core::JobWork work;
  bool no_cache = false;
  {
    auto rows = db.query(
        "SELECT c.name, i.fingerprint, j.no_cache, j.created_at, j.trace, "
        "EXISTS(SELECT 1 FROM replies r WHERE r.job = j.seq) FROM jobs j JOIN inputs i ON i.id = j.input "
        "JOIN scopes c ON c.id = j.scope WHERE j.seq=?1",
        job->seq);
    if (!rows.step()) {
      db.set_corrupt("the input of a job is missing");
      return work;
    }
    work.scope = core::Scope{rows.text(0)};
    work.fingerprint = core::Fingerprint{rows.id(1)};
    no_cache = rows.int64(2) != 0;
    work.created_at = timestamp(rows.int64(3));
    work.trace = rows.text(4);
    work.may_have_replies = rows.int64(5) != 0;
  }
  work.input = read_input(db, job->input, no_cache);
  auto rows = db.query("SELECT id FROM submissions WHERE job=?1 AND state=0 ORDER BY seq", id);
  while (rows.step()) work.submissions.emplace_back(rows.id(0));
  return work;
}

base::Result<std::shared_ptr<const core::ReviewInput>> input_of(Connection& db, const core::Scope& scope,
                                                                const core::SubmissionId& id) {
  std::int64_t input = 0;
  bool no_cache = false;
  {
    auto rows = db.query(
        "SELECT s.input, s.no_cache FROM submissions s JOIN scopes c ON c.id = s.scope WHERE s.id=?1 AND "
        "c.name=?2",
        id, scope.str());
    if (!rows.step()) return base::fail(base::Errc::not_found, "There is no review with this id.", "id");
    input = rows.int64(0);
    no_cache = rows.int64(1) != 0;
  }
  {
    auto rows = db.query("SELECT 1 FROM inputs WHERE id=?1 AND forgotten=1", input);
    if (rows.step()) return base::fail(base::Errc::not_found, "the code of this review is not kept any more");
  }
  return read_input(db, input, no_cache);
}

}  // namespace assay::store
