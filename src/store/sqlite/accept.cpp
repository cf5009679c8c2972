#include "store/sqlite/accept.hpp"

#include <string_view>

#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/search_pending.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

using core::Acceptance;
using core::Accepted;
using core::NewSubmission;

// Numbers of submissions.how.
static_assert(static_cast<int>(Acceptance::from_cache) == 0 &&
              static_cast<int>(Acceptance::joined_job) == 1 && static_cast<int>(Acceptance::new_job) == 2);

/// The answer to the same id, given once already.
base::Result<std::optional<Accepted>> answered_before(WriteTransaction& tx, const NewSubmission& submission,
                                                      std::int64_t scope) {
  auto rows = tx.db.query(
      "SELECT s.scope, s.how, s.job, i.fingerprint FROM submissions s JOIN inputs i ON i.id = s.input WHERE "
      "s.id=?1",
      submission.id);
  if (!rows.step()) return std::optional<Accepted>{};
  if (rows.int64(0) != scope || rows.id(3) != submission.fingerprint.str()) {
    return base::fail(base::Errc::conflict, "the submission id is in use");
  }
  const auto how = rows.int64(1);
  if (how < 0 || how > 2) {
    tx.db.set_corrupt("a submission was accepted in a way that does not exist");
    return std::optional<Accepted>{};
  }
  Accepted answer{static_cast<Acceptance>(how), core::Status::pending, core::JobId{rows.id(2)}, {}};
  if (answer.how == Acceptance::from_cache) answer.status = core::Status::completed;
  return std::optional{std::move(answer)};
}

/// The review to answer with, if it is still fresh.
std::optional<StoredReview> cached_review(WriteTransaction& tx, const InputRow& input, base::Timestamp now) {
  if (!input.cached_review || input.cache_expires <= now) return std::nullopt;
  return tx.review(*input.cached_review);
}

core::JobId job_id(WriteTransaction& tx, std::int64_t seq) {
  auto rows = tx.db.query("SELECT id FROM jobs WHERE seq=?1", seq);
  if (rows.step()) return core::JobId{rows.id(0)};
  tx.db.set_corrupt("the open job of an input is missing");
  return {};
}

void insert_job(WriteTransaction& tx, std::int64_t seq, const NewSubmission& submission, std::int64_t scope,
                std::int64_t input) {
  tx.db.run(
      "INSERT INTO jobs(seq, id, scope, input, state, fence, attempts, no_cache, suspect, alone, "
      "deaths_alone, "
      "created_at, updated_at, trace) VALUES (?1, ?2, ?3, ?4, 0, 0, 0, ?5, 0, 0, 0, ?6, ?6, ?7)",
      seq, submission.job, scope, input, submission.input->options.no_cache, stored(submission.created_at),
      submission.trace.empty() ? std::nullopt : std::optional{submission.trace});
}

void insert_submission(WriteTransaction& tx, const NewSubmission& submission, std::int64_t scope,
                       std::int64_t input, const Accepted& accepted,
                       const std::optional<StoredReview>& review) {
  const std::string_view language = core::to_string(submission.input->language);
  const auto created = stored(submission.created_at);
  const auto score = review ? review->score : std::nullopt;
  const bool cached = review.has_value();
  tx.db.run(
      "INSERT INTO submissions(id, scope, created_at, finished_at, state, language, input, job, how, "
      "no_cache, attempts, "
      "score, review, rerun_of) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11, ?12, ?13)",
      submission.id, scope, created, cached ? std::optional{created} : std::nullopt,
      cached ? stored(core::Status::completed) : kOpen, language, input,
      cached ? std::nullopt : std::optional{accepted.job}, static_cast<int>(accepted.how),
      submission.input->options.no_cache, score, cached ? std::optional{review->id} : std::nullopt,
      submission.rerun_of);
  note_for_search(tx.db, tx.db.last_insert_id(), cached ? kInputPart | kOutcomePart : kInputPart);
  const RollupPlace place{scope, submission.input->language, submission.created_at};
  tx.rollups.count_submission(place, cached ? stored(core::Status::completed) : kOpen, score, 1);
  if (!cached) return;
  tx.db.run("UPDATE reviews SET refs=refs+1 WHERE id=?1", review->id);
  tx.rollups.count_review(place, *review, true, 1);
}

/// Now and then an admission pushes out those that are older than any limit looks back, so the table stays
/// small by itself.
void keep_admission(WriteTransaction& tx, std::string_view caller, base::Timestamp at) {
  constexpr std::chrono::hours kKept{24};
  constexpr std::int64_t kEach = 64;
  tx.db.run("INSERT INTO admissions(caller, at) VALUES (?1, ?2)", caller, stored(at));
  if (tx.db.last_insert_id() % kEach != 0) return;
  tx.db.run("DELETE FROM admissions WHERE seq < (SELECT min(seq) + ?2 FROM admissions) AND at < ?1",
            stored(at - kKept), 2 * kEach);
}

}  // namespace

base::Result<Accepted> accept_submission(WriteTransaction& tx, const NewSubmission& submission) {
  tx.step("accept.begin");
  const std::int64_t scope = tx.scope_id(submission.scope.str());
  auto before = answered_before(tx, submission, scope);
  if (!before) return base::fail(std::move(before.error()));
  if (*before) return std::move(**before);
  if (submission.idempotency) {
    auto first = find_answer(tx.db, submission.scope, *submission.idempotency, submission.created_at);
    if (!first) return base::fail(std::move(first.error()));
    if (*first) {
      Accepted replay;
      replay.status = (*first)->status;
      replay.replayed = std::move(**first);
      return replay;
    }
  }

  const bool bypass = submission.input->options.no_cache || submission.rerun_of.has_value();
  const std::int64_t job = tx.next_job();
  const InputRow input = keep_input(tx, scope, submission.fingerprint, *submission.input,
                                    bypass ? std::nullopt : std::optional{job}, submission.created_at);
  tx.step("accept.input");
  std::optional<StoredReview> review;
  if (!bypass) review = cached_review(tx, input, submission.created_at);

  Accepted accepted;
  if (review) {
    accepted = {core::Acceptance::from_cache, core::Status::completed, {}, {}};
  } else if (!bypass && input.open_job && input.open_job != job) {
    accepted = {core::Acceptance::joined_job, core::Status::pending, job_id(tx, *input.open_job), {}};
  } else {
    if (submission.only_if_free)
      return base::fail(base::Errc::rate_limited, "this needs a review of its own");
    accepted = {core::Acceptance::new_job, core::Status::pending, submission.job, {}};
    insert_job(tx, job, submission, scope, input.id);
    if (!bypass && !input.open_job) tx.db.run("UPDATE inputs SET open_job=?2 WHERE id=?1", input.id, job);
    tx.step("accept.job");
  }
  insert_submission(tx, submission, scope, input.id, accepted, review);
  tx.step("accept.submission");
  if (submission.idempotency) {
    keep_answer(tx, scope, submission, accepted.status);
    tx.step("accept.idempotency");
  }
  if (!submission.client.empty()) keep_admission(tx, submission.client, submission.created_at);
  if (!submission.quota.empty() && accepted.how == core::Acceptance::new_job)
    keep_admission(tx, submission.quota, submission.created_at);
  return accepted;
}

}  // namespace assay::store
