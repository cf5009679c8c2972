#include "store/sqlite/rebuild.hpp"

#include <vector>

#include "base/log.hpp"
#include "core/review_json.hpp"
#include "store/sqlite/review_rows.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {
namespace {

constexpr std::int64_t kEach = 10'000;

/// The review with the submission that it was made for.
struct OldReview {
  std::int64_t id = 0;
  std::int64_t scope = 0;
  std::string language;
  std::int64_t finished_at = 0;
  std::string members;
};

std::optional<OldReview> next_review(Connection& db, std::int64_t after) {
  std::int64_t id = 0;
  {
    auto rows = db.query("SELECT review FROM review_bodies WHERE review>?1 ORDER BY review LIMIT 1", after);
    if (!rows.step()) return std::nullopt;
    id = rows.int64(0);
  }
  auto rows = db.query(
      "SELECT s.scope, s.language, min(s.finished_at), b.members FROM review_bodies b CROSS JOIN submissions "
      "s "
      "ON s.review = b.review WHERE b.review=?1",
      id);
  if (!rows.step() || rows.is_null(0)) return OldReview{id, 0, {}, 0, {}};
  return OldReview{id, rows.int64(0), rows.text(1), rows.int64(2), rows.text(3)};
}

void renew_review(Connection& db, const OldReview& old) {
  const auto review = core::decode_review_members(old.members);
  if (!review) {
    base::log::warn("a stored review can't be read; it is left out of the statistics of its issues",
                    {{"reason", review.error().message}});
  }
  std::vector<StoredIssue> issues;
  std::vector<core::IssueSummary> summaries;
  for (const auto& issue : review ? review->issues : std::vector<core::Issue>{}) {
    summaries.push_back({issue.title, issue.rule_id, issue.severity, issue.category, issue.id});
    issues.push_back({keep_title(db, old.scope, summaries.back()), issue.severity, issue.category});
  }
  db.run("UPDATE review_bodies SET issues=?2, titles=?3 WHERE review=?1", old.id, Blob{encode_issues(issues)},
         encode_titles(summaries));
  const auto use = review ? core::model_use(review->usage) : core::ModelUse{};
  db.run(
      "UPDATE reviews SET scope=?2, language=?3, finished_at=?4, queued_ms=?5, run_ms=?6, calls=?7, "
      "input_tokens=?8, output_tokens=?9, cached_tokens=?10, cost_nanos=?11 WHERE id=?1",
      old.id, old.scope, old.language, old.finished_at, review ? review->queued_ms : 0,
      review ? review->run_ms : 0, use.calls, use.input_tokens, use.output_tokens, use.cached_tokens,
      use.unpriced_calls > 0 ? std::nullopt : std::optional{use.cost_nanos});
}

/// One submission's part of the rollups. False where the connection has an error.
struct Counted {
  RollupPlace created;
  int state = kOpen;
  std::optional<int> score;
  std::optional<std::int64_t> review;
  bool cached = false;
  base::Timestamp finished_at;
};

std::int64_t count_submissions(Connection& db, WriteTransaction& tx, std::int64_t after) {
  std::vector<Counted> found;
  std::int64_t last = after;
  {
    auto rows = db.query(
        "SELECT seq, scope, language, created_at, state, score, review, how, finished_at FROM submissions "
        "WHERE seq>?1 ORDER BY seq LIMIT ?2",
        after, kEach);
    while (rows.step()) {
      last = rows.int64(0);
      Counted counted;
      const auto language = core::parse_language(rows.bytes(2));
      if (!language) db.set_corrupt("the language of a submission can't be read");
      counted.created = {rows.int64(1), language.value_or(core::Language::text), timestamp(rows.int64(3))};
      counted.state = rows.integer(4);
      if (!rows.is_null(5)) counted.score = rows.integer(5);
      if (!rows.is_null(6)) counted.review = rows.int64(6);
      counted.cached = rows.int64(7) == static_cast<int>(core::Acceptance::from_cache);
      counted.finished_at = timestamp(rows.int64(8));
      found.push_back(std::move(counted));
    }
  }
  for (const auto& one : found) {
    tx.rollups.count_submission(one.created, one.state, one.score, 1);
    if (!one.review || one.state != stored(core::Status::completed)) continue;
    const auto review = tx.review(*one.review);
    if (!review) return last;
    tx.rollups.count_review({one.created.scope, one.created.language, one.finished_at}, *review, one.cached,
                            1);
  }
  return last;
}

}  // namespace

void rebuild_rollups(Connection& db) {
  db.execute(
      "DELETE FROM rollup_counts; DELETE FROM rollup_reviews; DELETE FROM rollup_titles; DELETE FROM "
      "rollup_times; DELETE FROM rollup_models; DELETE FROM rollup_packs; DELETE FROM rollup_day_packs; "
      "UPDATE meta SET value=0 WHERE key='rolled'");
  const StepHook no_hook;
  WriteTransaction tx{db, no_hook};
  for (std::int64_t last = 0, next = count_submissions(db, tx, 0); next != last && !db.error();
       next = count_submissions(db, tx, last)) {
    last = next;
    tx.rollups.flush(db);
  }
  std::int64_t count = 0;
  for (std::int64_t last = 0; !db.error(); ++count) {
    {
      auto rows = db.query("SELECT id FROM reviews WHERE id>?1 ORDER BY id LIMIT 1", last);
      if (!rows.step()) break;
      last = rows.int64(0);
    }
    if (const auto made = review_use(db, last)) tx.rollups.count_models(made->place, made->use, 1);
    if (count % kEach == 0) tx.rollups.flush(db);
  }
  tx.rollups.flush(db);
}

void rebuild_derived(Connection& db) {
  // A new database has nothing to be derived from.
  if (!db.scalar("SELECT 1 FROM submissions LIMIT 1")) return;
  db.execute("CREATE INDEX submissions_by_review_once ON submissions(review); DELETE FROM titles");
  for (auto old = next_review(db, 0); old; old = next_review(db, old->id)) renew_review(db, *old);
  db.execute(
      "DROP INDEX submissions_by_review_once; DELETE FROM issue_blocks; "
      "INSERT INTO search_pending SELECT seq, CASE WHEN state=0 THEN 1 ELSE 3 END FROM submissions WHERE "
      "true "
      "ON CONFLICT DO UPDATE SET parts = parts | excluded.parts");
  rebuild_rollups(db);
}

}  // namespace assay::store
