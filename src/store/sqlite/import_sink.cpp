#include "store/sqlite/import_sink.hpp"

#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/review_rows.hpp"
#include "store/sqlite/search_pending.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {

using base::Result;
using core::Imported;

namespace {

using Reviews = std::map<core::ReviewId, std::int64_t>;
/// Reviews that are remembered; then it begins anew.
constexpr std::size_t kMostRemembered = 100'000;

/// True where the scope has it; `conflict` where another one has.
Result<bool> is_known(WriteTransaction& tx, const core::SubmissionId& id, std::int64_t scope) {
  auto rows = tx.db.query("SELECT scope FROM submissions WHERE id=?1", id);
  if (!rows.step()) return false;
  if (rows.int64(0) != scope) return base::fail(base::Errc::conflict, "the submission id is in use");
  return true;
}

StoredReview keep_review(WriteTransaction& tx, Reviews& reviews, std::int64_t scope, core::Language language,
                         const core::JobResult& made) {
  if (const auto known = reviews.find(made.review_id); known != reviews.end()) {
    auto rows = tx.db.query("SELECT 1 FROM reviews WHERE id=?1", known->second);
    if (rows.step()) {
      if (auto review = tx.review(known->second)) return std::move(*review);
    }
  }
  auto review = insert_review(tx, scope, language, made);
  tx.after_commit([&reviews, id = made.review_id, row = review.id] {
    if (reviews.size() >= kMostRemembered) reviews.clear();
    reviews[id] = row;
  });
  return review;
}

Result<Imported> put_submission(WriteTransaction& tx, Reviews& reviews,
                                const core::ImportedSubmission& imported) {
  const auto& submission = imported.submission;
  const auto scope = tx.scope_id(submission.scope.str());
  const auto known = is_known(tx, submission.id, scope);
  if (!known) return base::fail(known.error());
  if (*known) return Imported::known;
  const auto input =
      keep_input(tx, scope, submission.fingerprint, *imported.input, std::nullopt, submission.created_at);
  std::optional<StoredReview> review;
  if (imported.review) review = keep_review(tx, reviews, scope, submission.language, *imported.review);
  const auto score = review ? review->score : std::nullopt;
  const auto how = submission.cached ? core::Acceptance::from_cache : core::Acceptance::new_job;
  const auto error =
      submission.error.empty() ? std::nullopt : std::optional{std::string_view{submission.error}};
  tx.db.run(
      "INSERT INTO submissions(id, scope, created_at, finished_at, state, language, input, job, how, "
      "no_cache, "
      "attempts, score, review, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8, 0, ?9, ?10, ?11, ?12)",
      submission.id, scope, stored(submission.created_at), stored(submission.updated_at),
      stored(submission.status), core::to_string(submission.language), input.id, static_cast<int>(how),
      submission.attempts, score, review ? std::optional{review->id} : std::nullopt, error);
  note_for_search(tx.db, tx.db.last_insert_id(), kInputPart | kOutcomePart);
  tx.rollups.count_submission({scope, submission.language, submission.created_at}, stored(submission.status),
                              score, 1);
  if (!review) return Imported::added;
  tx.db.run("UPDATE reviews SET refs=refs+1 WHERE id=?1", review->id);
  if (submission.status == core::Status::completed)
    tx.rollups.count_review({scope, submission.language, submission.updated_at}, *review, submission.cached,
                            1);
  return Imported::added;
}

}  // namespace

base::Task<Result<Imported>> SqliteImportSink::put(core::ImportedSubmission imported) {
  auto work = [this, kept = std::move(imported)](WriteTransaction& tx) {
    return put_submission(tx, reviews_, kept);
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

}  // namespace assay::store
