#include "store/sqlite/job_rows.hpp"

#include "store/sqlite/search_pending.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {

std::optional<JobRow> find_job(Connection& db, const core::JobId& id) {
  auto rows = db.query("SELECT seq, scope, input, state, fence, attempts FROM jobs WHERE id=?1", id);
  if (!rows.step()) return std::nullopt;
  JobRow job{
      rows.int64(0),  id, rows.int64(1), rows.int64(2), core::Status::pending, core::Fence{rows.int64(4)},
      rows.integer(5)};
  const auto status = status_of(rows.int64(3));
  if (!status || core::is_terminal(*status)) {
    db.set_corrupt("a job has a state that none can have");
    return std::nullopt;
  }
  job.status = *status;
  return job;
}

base::Result<JobRow> find_held_job(Connection& db, const core::JobId& id, core::Fence fence) {
  auto job = find_job(db, id);
  if (!job) return base::fail(base::Errc::conflict, "the job is over");
  if (job->fence != fence || job->status != core::Status::in_progress) {
    return base::fail(base::Errc::conflict, "the job was taken over by another worker");
  }
  return std::move(*job);
}

std::vector<core::SubmissionId> end_job(WriteTransaction& tx, const JobRow& job, const JobEnding& ending) {
  struct Attached {
    std::int64_t seq;
    core::SubmissionId id;
    core::Language language;
    std::int64_t created_at;
  };
  std::vector<Attached> attached;
  {
    auto rows = tx.db.query(
        "SELECT seq, id, language, created_at FROM submissions WHERE job=?1 AND state=0 ORDER BY seq",
        job.id);
    while (rows.step()) {
      const auto language = core::parse_language(rows.bytes(2));
      if (!language) tx.db.set_corrupt("the language of a submission can't be read");
      attached.push_back({rows.int64(0), core::SubmissionId{rows.id(1)},
                          language.value_or(core::Language::text), rows.int64(3)});
    }
  }
  const auto score = ending.review ? ending.review->score : std::nullopt;
  const auto review = ending.review ? std::optional{ending.review->id} : std::nullopt;
  const auto error = ending.error.empty() ? std::nullopt : std::optional{std::string_view{ending.error}};
  std::vector<core::SubmissionId> finished;
  for (auto& submission : attached) {
    tx.db.run(
        "UPDATE submissions SET state=?2, finished_at=?3, attempts=?4, score=?5, review=?6, error=?7 WHERE "
        "seq=?1",
        submission.seq, stored(ending.outcome), stored(ending.at), ending.attempts, score, review, error);
    note_for_search(tx.db, submission.seq, kOutcomePart);
    const RollupPlace created{job.scope, submission.language, timestamp(submission.created_at)};
    tx.rollups.count_submission(created, kOpen, std::nullopt, -1);
    tx.rollups.count_submission(created, stored(ending.outcome), score, 1);
    if (ending.review && ending.outcome == core::Status::completed) {
      const RollupPlace completed{job.scope, submission.language, ending.at};
      tx.rollups.count_review(completed, *ending.review, false, 1);
    }
    finished.push_back(std::move(submission.id));
  }
  if (review) {
    tx.db.run("UPDATE reviews SET refs=refs+?2 WHERE id=?1", *review,
              static_cast<std::int64_t>(finished.size()));
  }
  remove_job(tx, job);
  return finished;
}

void remove_job(WriteTransaction& tx, const JobRow& job) {
  tx.db.run("UPDATE inputs SET open_job=NULL WHERE id=?1 AND open_job=?2", job.input, job.seq);
  tx.db.run("DELETE FROM replies WHERE job=?1", job.seq);
  tx.db.run("DELETE FROM jobs WHERE seq=?1", job.seq);
}

}  // namespace assay::store
