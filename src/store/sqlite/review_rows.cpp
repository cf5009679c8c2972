#include "store/sqlite/review_rows.hpp"

#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {

std::optional<ReviewUse> review_use(Connection& db, std::int64_t review) {
  auto rows = db.query(
      "SELECT scope, language, finished_at, calls, input_tokens, output_tokens, cached_tokens, cost_nanos "
      "FROM "
      "reviews WHERE id=?1",
      review);
  if (!rows.step()) return std::nullopt;
  const auto language = core::parse_language(rows.bytes(1));
  if (!language) {
    db.set_corrupt("the language of a review can't be read");
    return std::nullopt;
  }
  ReviewUse found{{rows.int64(0), *language, timestamp(rows.int64(2))}, {}};
  if (rows.int64(3) == 0) return found;
  found.use = {1,
               rows.int64(3),
               rows.int64(4),
               rows.int64(5),
               rows.int64(6),
               rows.is_null(7) ? 0 : rows.int64(7),
               rows.is_null(7) ? rows.int64(3) : 0};
  return found;
}

StoredReview insert_review(WriteTransaction& tx, std::int64_t scope, core::Language language,
                           const core::JobResult& result) {
  StoredReview review{0, result.score, result.queued_ms, result.run_ms, {}};
  for (const auto& issue : result.issues) {
    review.issues.push_back({keep_title(tx.db, scope, issue), issue.severity, issue.category});
  }
  const auto use = core::model_use(result.usage);
  tx.db.run(
      "INSERT INTO reviews(uuid, refs, score, scope, language, finished_at, queued_ms, run_ms, calls, "
      "input_tokens, output_tokens, cached_tokens, cost_nanos) VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
      "?9, "
      "?10, ?11, ?12)",
      result.review_id, result.score, scope, core::to_string(language), stored(result.finished_at),
      result.queued_ms, result.run_ms, use.calls, use.input_tokens, use.output_tokens, use.cached_tokens,
      use.unpriced_calls > 0 ? std::nullopt : std::optional{use.cost_nanos});
  review.id = tx.db.last_insert_id();
  tx.db.run("INSERT INTO review_bodies(review, issues, members, titles) VALUES (?1, ?2, ?3, ?4)", review.id,
            Blob{encode_issues(review.issues)}, Blob{result.review_members}, encode_titles(result.issues));
  tx.rollups.count_models({scope, language, result.finished_at}, use, 1);
  return review;
}

void drop_review(WriteTransaction& tx, const StoredReview& review, std::int64_t input) {
  tx.db.run("UPDATE reviews SET refs=refs-1 WHERE id=?1", review.id);
  {
    auto rows = tx.db.query("SELECT refs FROM reviews WHERE id=?1", review.id);
    if (!rows.step() || rows.int64(0) > 0) return;
  }
  if (const auto made = review_use(tx.db, review.id)) tx.rollups.count_models(made->place, made->use, -1);
  tx.db.run("DELETE FROM reviews WHERE id=?1", review.id);
  tx.forget_review(review.id);
  tx.db.run("DELETE FROM review_bodies WHERE review=?1", review.id);
  tx.db.run("UPDATE inputs SET cached_review=NULL, cache_expires=NULL WHERE id=?1 AND cached_review=?2",
            input, review.id);
  for (const auto& issue : review.issues) drop_title(tx.db, issue.title);
}

}  // namespace assay::store
