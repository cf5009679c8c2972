#include "store/sqlite/rollup_ageing.hpp"

#include <string>
#include <vector>

#include "store/sqlite/rollup_packs.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

std::vector<std::int64_t> scopes(Connection& db) {
  std::vector<std::int64_t> ids;
  auto rows = db.query("SELECT id FROM scopes");
  while (rows.step()) ids.push_back(rows.int64(0));
  return ids;
}

/// What is added, and where to.
struct Rolling {
  std::int64_t scope;
  std::string_view from;  ///< language
  std::string_view to;    ///< the same, or kAllLanguages
  int level;
  std::int64_t
      width;  ///< 15-minute buckets in one of `level`; so large for all time that all are in the first
  std::int64_t first;
  std::int64_t last;
};

void roll_up_sums(Connection& db, const Rolling& r) {
  if (r.level == kAllTime) {
    db.run(
        "INSERT INTO rollup_titles SELECT scope, ?5, ?6, 0, title, sum(n) FROM rollup_titles WHERE scope=?1 "
        "AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY title "
        "ON CONFLICT DO UPDATE SET n = n + excluded.n",
        r.scope, r.from, r.first, r.last, r.level, r.to);
    db.run(
        "INSERT INTO rollup_times SELECT scope, ?5, ?6, 0, kind, bin, sum(n) FROM rollup_times WHERE "
        "scope=?1 "
        "AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY kind, bin "
        "ON CONFLICT DO UPDATE SET n = n + excluded.n",
        r.scope, r.from, r.first, r.last, r.level, r.to);
    db.run(
        "INSERT INTO rollup_models SELECT scope, ?5, ?6, 0, sum(reviews), sum(calls), sum(input_tokens), "
        "sum(output_tokens), sum(cached_tokens), sum(cost_nanos), sum(unpriced_calls) FROM rollup_models "
        "WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY language "
        "ON CONFLICT DO UPDATE SET reviews=reviews+excluded.reviews, calls=calls+excluded.calls, "
        "input_tokens=input_tokens+excluded.input_tokens, "
        "output_tokens=output_tokens+excluded.output_tokens, "
        "cached_tokens=cached_tokens+excluded.cached_tokens, cost_nanos=cost_nanos+excluded.cost_nanos, "
        "unpriced_calls=unpriced_calls+excluded.unpriced_calls",
        r.scope, r.from, r.first, r.last, r.level, r.to);
  }
  db.run(
      "INSERT INTO rollup_reviews SELECT scope, ?5, ?7, bucket / ?6, sum(total), sum(cached), "
      "sum(scored), "
      "sum(score_sum), sum(low), sum(med), sum(high), sum(correctness), sum(security), sum(performance), "
      "sum(readability), sum(maintainability), sum(testability) FROM rollup_reviews "
      "WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY bucket / ?6 "
      "ON CONFLICT DO UPDATE SET total=total+excluded.total, cached=cached+excluded.cached, "
      "scored=scored+excluded.scored, score_sum=score_sum+excluded.score_sum, low=low+excluded.low, "
      "med=med+excluded.med, high=high+excluded.high, correctness=correctness+excluded.correctness, "
      "security=security+excluded.security, performance=performance+excluded.performance, "
      "readability=readability+excluded.readability, "
      "maintainability=maintainability+excluded.maintainability, "
      "testability=testability+excluded.testability",
      r.scope, r.from, r.first, r.last, r.level, r.width, r.to);
}

void roll_up_counts(Connection& db, const Rolling& r) {
  db.run(
      "INSERT INTO rollup_counts SELECT scope, ?5, language, bucket / ?6, state, score, sum(n) FROM "
      "rollup_counts "
      "WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY bucket / ?6, state, "
      "score "
      "ON CONFLICT DO UPDATE SET n = n + excluded.n",
      r.scope, r.from, r.first, r.last, r.level, r.width);
}

}  // namespace

void roll_up(Connection& db, std::int64_t first, std::int64_t last) {
  for (const auto scope : scopes(db)) {
    for (const auto& language : rollup_languages(db, scope)) {
      for (int level = 1; level < kLevels; ++level) {
        Rolling rolling{scope, language, language, level, quarters_in(level), first, last};
        roll_up_counts(db, rolling);
        roll_up_sums(db, rolling);
        rolling.to = kAllLanguages;
        roll_up_sums(db, rolling);
      }
      pack_quarters(db, scope, language, first, last);
    }
  }
  db.run("UPDATE meta SET value=?1 WHERE key='rolled'", last);
}

}  // namespace assay::store
