#include "store/sqlite/rollups.hpp"

#include <algorithm>

#include "core/histogram.hpp"
#include "store/sqlite/rollup_ageing.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

/// This many 15-minute buckets may be over before they are added to the coarser levels.
constexpr std::int64_t kMostOpen = 4;

void add(core::ModelUse& to, const core::ModelUse& use, int sign) {
  to.reviews += sign * use.reviews;
  to.calls += sign * use.calls;
  to.input_tokens += sign * use.input_tokens;
  to.output_tokens += sign * use.output_tokens;
  to.cached_tokens += sign * use.cached_tokens;
  to.cost_nanos += sign * use.cost_nanos;
  to.unpriced_calls += sign * use.unpriced_calls;
}

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

void RollupChanges::count_review(const RollupPlace& place, const StoredReview& review, bool cached,
                                 int sign) {
  const Place where = place_of(place);
  Review& sums = reviews_[where];
  sums.total += sign;
  sums.cached += cached ? sign : 0;
  sums.scored += review.score ? sign : 0;
  sums.score_sum += std::int64_t{review.score.value_or(0)} * sign;
  for (const auto& issue : review.issues) {
    sums.severities[static_cast<std::size_t>(issue.severity)] += sign;
    sums.categories[static_cast<std::size_t>(issue.category)] += sign;
    titles_[{where, issue.title}] += sign;
  }
  if (cached) return;
  times_[{where, {static_cast<int>(TimeKind::wait), core::Histogram::bin_of(review.queued_ms)}}] += sign;
  times_[{where, {static_cast<int>(TimeKind::run), core::Histogram::bin_of(review.run_ms)}}] += sign;
}

void RollupChanges::count_models(const RollupPlace& place, const core::ModelUse& use, int sign) {
  if (use.reviews != 0) add(models_[place_of(place)], use, sign);
}

void RollupChanges::clear() {
  counts_.clear();
  reviews_.clear();
  titles_.clear();
  times_.clear();
  models_.clear();
  packs_.clear();
  newest_ = 0;
  rolled_.reset();
}

/// Calls write(level, language, bucket) for every sum that a change at `place` is part of.
template <class Write>
void RollupChanges::at_each_level(const Place& place, bool all_languages, Write write) const {
  const auto& [scope, quarter, language] = place;
  const int levels = quarter < *rolled_ ? kLevels : 1;
  for (int level = 0; level < levels; ++level) {
    const auto bucket = bucket_of(quarter, level);
    write(level, core::to_string(language), bucket);
    if (level > 0 && all_languages) write(level, kAllLanguages, bucket);
  }
}

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
  flush_times(db);
  flush_models(db);
  packs_.write(db);
}

void RollupChanges::flush_counts(Connection& db) {
  for (const auto& [key, change] : counts_) {
    const auto& [state, score] = key.second;
    if (change == 0) continue;
    const auto scope = std::get<0>(key.first);
    at_each_level(key.first, false, [&](int level, auto language, auto bucket) {
      db.run(
          "INSERT INTO rollup_counts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
          "ON CONFLICT DO UPDATE SET n = n + excluded.n",
          scope, level, language, bucket, state, score, change);
      if (change > 0) return;
      db.run(
          "DELETE FROM rollup_counts WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND state=?5 "
          "AND score=?6 "
          "AND n=0",
          scope, level, language, bucket, state, score);
    });
  }
  counts_.clear();
}

void RollupChanges::flush_reviews(Connection& db) {
  for (const auto& [place, r] : reviews_) {
    const auto scope = std::get<0>(place);
    if (std::get<1>(place) < *rolled_) {
      packs_.add_reviews(scope, std::get<2>(place), std::get<1>(place),
                         {r.total, r.cached, r.scored, r.score_sum, r.severities[0], r.severities[1],
                          r.severities[2], r.categories[0], r.categories[1], r.categories[2], r.categories[3],
                          r.categories[4], r.categories[5]});
    }
    at_each_level(place, true, [&](int level, auto language, auto bucket) {
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
      if (r.total > 0) return;
      db.run(
          "DELETE FROM rollup_reviews WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND total=0",
          scope, level, language, bucket);
    });
  }
  reviews_.clear();
}

void RollupChanges::flush_titles(Connection& db) {
  for (const auto& [key, change] : titles_) {
    const auto title = key.second;
    if (change == 0) continue;
    const auto scope = std::get<0>(key.first);
    if (std::get<1>(key.first) < *rolled_)
      packs_.add(PackKind::titles, scope, std::get<2>(key.first), std::get<1>(key.first), title, change);
    at_each_level(key.first, true, [&](int level, auto language, auto bucket) {
      if (level != 0 && level != kAllTime) return;  // those are packed
      db.run(
          "INSERT INTO rollup_titles VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET n = n + "
          "excluded.n",
          scope, level, language, bucket, title, change);
      if (change > 0) return;
      db.run(
          "DELETE FROM rollup_titles WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND title=?5 "
          "AND n=0",
          scope, level, language, bucket, title);
    });
  }
  titles_.clear();
}

void RollupChanges::flush_times(Connection& db) {
  for (const auto& [key, change] : times_) {
    const auto& [kind, bin] = key.second;
    if (change == 0) continue;
    const auto scope = std::get<0>(key.first);
    if (std::get<1>(key.first) < *rolled_) {
      packs_.add(PackKind::sums, scope, std::get<2>(key.first), std::get<1>(key.first),
                 time_key(static_cast<TimeKind>(kind), bin), change);
    }
    at_each_level(key.first, true, [&](int level, auto language, auto bucket) {
      if (level != 0 && level != kAllTime) return;  // those are packed
      db.run(
          "INSERT INTO rollup_times VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET n = n + "
          "excluded.n",
          scope, level, language, bucket, kind, bin, change);
      if (change > 0) return;
      db.run(
          "DELETE FROM rollup_times WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND kind=?5 "
          "AND "
          "bin=?6 AND n=0",
          scope, level, language, bucket, kind, bin);
    });
  }
  times_.clear();
}

void RollupChanges::flush_models(Connection& db) {
  for (const auto& [place, u] : models_) {
    const auto scope = std::get<0>(place);
    if (std::get<1>(place) < *rolled_) {
      packs_.add_models(scope, std::get<2>(place), std::get<1>(place),
                        {u.reviews, u.calls, u.input_tokens, u.output_tokens, u.cached_tokens, u.cost_nanos,
                         u.unpriced_calls});
    }
    at_each_level(place, true, [&](int level, auto language, auto bucket) {
      if (level != 0 && level != kAllTime) return;  // those are packed
      db.run(
          "INSERT INTO rollup_models VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11) ON CONFLICT DO UPDATE SET "
          "reviews=reviews+excluded.reviews, calls=calls+excluded.calls, "
          "input_tokens=input_tokens+excluded.input_tokens, "
          "output_tokens=output_tokens+excluded.output_tokens, "
          "cached_tokens=cached_tokens+excluded.cached_tokens, cost_nanos=cost_nanos+excluded.cost_nanos, "
          "unpriced_calls=unpriced_calls+excluded.unpriced_calls",
          scope, level, language, bucket, u.reviews, u.calls, u.input_tokens, u.output_tokens,
          u.cached_tokens, u.cost_nanos, u.unpriced_calls);
      if (u.reviews > 0) return;
      db.run(
          "DELETE FROM rollup_models WHERE scope=?1 AND level=?2 AND language=?3 AND bucket=?4 AND reviews=0",
          scope, level, language, bucket);
    });
  }
  models_.clear();
}

}  // namespace assay::store
