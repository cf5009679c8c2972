#include "store/sqlite/remove.hpp"

#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/review_rows.hpp"
#include "store/sqlite/search_pending.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/submission_rows.hpp"

namespace assay::store {
namespace {

using core::Cancelled;

/// What erasing needs beyond the submission itself.
struct Remains {
  std::int64_t seq = 0;
  std::int64_t scope = 0;
  std::int64_t input = 0;
  core::Language language = core::Language::text;
  int state = kOpen;
  std::optional<int> score;
  std::optional<std::int64_t> review;
  base::Timestamp finished_at;  ///< as it was counted; what is shown is never before the creation
};

std::optional<Remains> find_remains(WriteTransaction& tx, const core::SubmissionId& id) {
  auto rows = tx.db.query(
      "SELECT seq, scope, input, language, state, score, review, finished_at FROM submissions WHERE id=?1",
      id);
  if (!rows.step()) return std::nullopt;
  const auto language = core::parse_language(rows.bytes(3));
  if (!language) {
    tx.db.set_corrupt("the language of a submission can't be read");
    return std::nullopt;
  }
  Remains remains;
  remains.seq = rows.int64(0);
  remains.scope = rows.int64(1);
  remains.input = rows.int64(2);
  remains.language = *language;
  remains.state = rows.integer(4);
  remains.finished_at = timestamp(rows.int64(7));
  if (!rows.is_null(5)) remains.score = rows.integer(5);
  if (!rows.is_null(6)) remains.review = rows.int64(6);
  return remains;
}

base::Result<core::Submission> find_submission(WriteTransaction& tx, const core::Scope& scope,
                                               const core::SubmissionId& id) {
  auto record = read_record(tx.db, id, WithReview::no);
  if (!record || record->submission.scope != scope)
    return base::fail(base::Errc::not_found, "There is no review with this id.", "id");
  return std::move(record->submission);
}

/// Takes an unfinished submission off its job; the last one out ends the job.
Cancelled detach(WriteTransaction& tx, core::Submission submission, base::Timestamp now) {
  const auto remains = find_remains(tx, submission.id);
  core::JobId job_id;
  {
    auto rows = tx.db.query("SELECT job FROM submissions WHERE id=?1", submission.id);
    if (rows.step()) job_id = core::JobId{rows.id(0)};
  }
  const auto job = find_job(tx.db, job_id);
  if (!remains || !job) {
    tx.db.set_corrupt("the job of an unfinished submission is missing");
    return {};
  }
  tx.db.run("UPDATE submissions SET state=?2, finished_at=?3, attempts=?4 WHERE seq=?1", remains->seq,
            stored(core::Status::cancelled), stored(now), submission.attempts);
  note_for_search(tx.db, remains->seq, kOutcomePart);
  const RollupPlace place{remains->scope, remains->language, submission.created_at};
  tx.rollups.count_submission(place, kOpen, std::nullopt, -1);
  tx.rollups.count_submission(place, stored(core::Status::cancelled), std::nullopt, 1);
  bool last = false;
  {
    auto rows = tx.db.query("SELECT 1 FROM submissions WHERE job=?1 AND state=0 LIMIT 1", job_id);
    last = !rows.step();
  }
  if (last) remove_job(tx, *job);
  submission.status = core::Status::cancelled;
  submission.updated_at = now;
  return {std::move(submission), job_id, last};
}

}  // namespace

base::Result<Cancelled> cancel_submission(WriteTransaction& tx, const core::Scope& scope,
                                          const core::SubmissionId& id, base::Timestamp now) {
  tx.step("cancel.begin");
  auto submission = find_submission(tx, scope, id);
  if (!submission) return base::fail(std::move(submission.error()));
  const auto status = core::transition(submission->status, core::LifecycleEvent::cancel);
  if (!status) return base::fail(status.error());
  return detach(tx, std::move(*submission), now);
}

base::Result<Cancelled> erase_submission(WriteTransaction& tx, const core::Scope& scope,
                                         const core::SubmissionId& id, base::Timestamp now) {
  tx.step("erase.begin");
  auto submission = find_submission(tx, scope, id);
  if (!submission) return base::fail(std::move(submission.error()));
  Cancelled erased;
  if (core::is_terminal(submission->status)) {
    erased.submission = std::move(*submission);
  } else {
    erased = detach(tx, std::move(*submission), now);
  }
  tx.step("erase.detached");
  const auto remains = find_remains(tx, id);
  if (!remains) return base::fail(base::Errc::not_found, "There is no review with this id.", "id");
  drop_from_search(tx, remains->seq);
  tx.rollups.count_submission({remains->scope, remains->language, erased.submission.created_at},
                              remains->state, remains->score, -1);
  tx.db.run("DELETE FROM submissions WHERE seq=?1", remains->seq);
  if (remains->review) {
    const auto review = tx.review(*remains->review);
    if (review && remains->state == stored(core::Status::completed)) {
      const RollupPlace completed{remains->scope, remains->language, remains->finished_at};
      tx.rollups.count_review(completed, *review, erased.submission.cached, -1);
    }
    if (review) drop_review(tx, *review, remains->input);
  }
  tx.step("erase.review");
  drop_input(tx, remains->input);
  return erased;
}

}  // namespace assay::store
