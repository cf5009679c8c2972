#include "store/sqlite/rollups.hpp"

#include <algorithm>

#include "store/sqlite/rollup_ageing.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/time_cover.hpp"

namespace assay::store {
namespace {
/// This many 15-minute buckets may be over before they are added to the coarser levels.
constexpr std::int64_t kMostOpen = 16;
}  // namespace

std::int64_t rolled_until(Connection& db) {
  auto rows = db.query("SELECT value FROM meta WHERE key='rolled'");
  if (rows.step()) return rows.int64(0);
  db.set_corrupt("it is not known which sums are complete");
  return 0;
}

std::vector<std::string> rollup_languages(Connection& db, std::int64_t scope) {
  std::vector<std::string> names;
  for (std::string last;;) {
    auto rows = db.query(
        "SELECT language FROM rollup_counts WHERE scope=?1 AND level=0 AND language>?2 ORDER BY language "
        "LIMIT 1",
        scope, last);
    if (!rows.step()) return names;
    last = rows.text(0);
    names.push_back(last);
  }
}

RollupChanges::Place RollupChanges::place_of(const RollupPlace& place) {
  return {place.scope, quarter_of(place.at), place.language};
}

void RollupChanges::count_submission(const RollupPlace& place, int state, std::optional<int> score,
                                     int sign) {
  counts_[{place_of(place), {state, score.value_or(kNoScore)}}] += sign;
}

void RollupChanges::count_review(const RollupPlace& place, bool cached, std::optional<int> score,
                                 const std::vector<StoredIssue>& issues, int sign) {
  const Place where = place_of(place);
  Review& review = reviews_[where];
  review.total += sign;
  review.cached += cached ? sign : 0;
  review.scored += score ? sign : 0;
  review.score_sum += std::int64_t{score.value_or(0)} * sign;
  for (const auto& issue : issues) {
    review.severities[static_cast<std::size_t>(issue.severity)] += sign;
    review.categories[static_cast<std::size_t>(issue.category)] += sign;
    titles_[{where, issue.title}] += sign;
  }
}

void RollupChanges::clear() {
  counts_.clear();
  reviews_.clear();
  titles_.clear();
  newest_ = 0;
  rolled_.reset();
}

int RollupChanges::levels_of(std::int64_t quarter) const { return quarter < *rolled_ ? kLevels : 1; }

void RollupChanges::flush(Connection& db) {
  if (!rolled_) rolled_ = rolled_until(db);
  for (const auto& [key, change] : counts_) newest_ = std::max(newest_, std::get<1>(key.first));
  if (newest_ >= *rolled_ + kMostOpen) {
    roll_up(db, *rolled_, newest_);
    rolled_ = newest_;
  }
  flush_counts(db);
  flush_reviews(db);
  flush_titles(db);
  counts_.clear();
  reviews_.clear();
  titles_.clear();
}

void RollupChanges::flush_counts(Connection& db) {
  for (const auto& [key, change] : counts_) {
    if (change == 0) continue;
    const auto& [place, facet] = key;
    const auto& [scope, quarter, its_language] = place;
    const auto language = core::to_string(its_language);
    for (int level = 0; level < levels_of(quarter); ++level) {
      const auto bucket = bucket_of(quarter, level);
      db.run(
          "INSERT INTO rollup_counts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
          "ON CONFLICT DO UPDATE SET n = n + excluded.n",
          scope, level, language, bucket, facet.first, facet.second, change);
      if (change > 0) continue;
      db.run(
          "DELETE FROM rollup_counts WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND state=?5 "
          "AND score=?6 "
          "AND n=0",
          scope, level, language, bucket, facet.first, facet.second);
    }
  }
}

void RollupChanges::flush_reviews(Connection& db) {
  for (const auto& [place, r] : reviews_) {
    const auto& [scope, quarter, its_language] = place;
    const auto language = core::to_string(its_language);
    for (int level = 0; level < levels_of(quarter); ++level) {
      const auto bucket = bucket_of(quarter, level);
      db.run(
          "INSERT INTO rollup_reviews VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17) "
          "ON CONFLICT DO UPDATE SET total=total+excluded.total, cached=cached+excluded.cached, "
          "scored=scored+excluded.scored, score_sum=score_sum+excluded.score_sum, low=low+excluded.low, "
          "med=med+excluded.med, high=high+excluded.high, correctness=correctness+excluded.correctness, "
          "security=security+excluded.security, performance=performance+excluded.performance, "
          "readability=readability+excluded.readability, "
          "maintainability=maintainability+excluded.maintainability, "
          "testability=testability+excluded.testability",
          scope, level, language, bucket, r.total, r.cached, r.scored, r.score_sum, r.severities[0],
          r.severities[1], r.severities[2], r.categories[0], r.categories[1], r.categories[2],
          r.categories[3], r.categories[4], r.categories[5]);
      if (r.total > 0) continue;
      db.run(
          "DELETE FROM rollup_reviews WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND total=0",
          scope, level, language, bucket);
    }
  }
}

void RollupChanges::flush_titles(Connection& db) {
  for (const auto& [key, change] : titles_) {
    if (change == 0) continue;
    const auto& [place, title] = key;
    const auto& [scope, quarter, its_language] = place;
    const auto language = core::to_string(its_language);
    for (int level = 0; level < levels_of(quarter); ++level) {
      const auto bucket = bucket_of(quarter, level);
      db.run(
          "INSERT INTO rollup_titles VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET n = n + "
          "excluded.n",
          scope, level, language, bucket, title, change);
      if (change > 0) continue;
      db.run(
          "DELETE FROM rollup_titles WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND title=?5 "
          "AND n=0",
          scope, level, language, bucket, title);
    }
  }
}

}  // namespace assay::store
