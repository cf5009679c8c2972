#include "store/sqlite/rollup_ageing.hpp"

#include <string>
#include <vector>

#include "store/sqlite/rollups.hpp"
#include "store/sqlite/time_cover.hpp"

namespace assay::store {
namespace {

std::vector<std::int64_t> scopes(Connection& db) {
  std::vector<std::int64_t> ids;
  auto rows = db.query("SELECT id FROM scopes");
  while (rows.step()) ids.push_back(rows.int64(0));
  return ids;
}

/// `width`: 15-minute buckets in one of `level`; so large for all time that all are in the first one.
void roll_up_level(Connection& db, std::int64_t scope, const std::string& language, int level,
                   std::int64_t width, std::int64_t first, std::int64_t last) {
  db.run(
      "INSERT INTO rollup_counts SELECT scope, ?5, language, bucket / ?6, state, score, sum(n) FROM "
      "rollup_counts "
      "WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY bucket / ?6, state, "
      "score "
      "ON CONFLICT DO UPDATE SET n = n + excluded.n",
      scope, language, first, last, level, width);
  db.run(
      "INSERT INTO rollup_titles SELECT scope, ?5, language, bucket / ?6, title, sum(n) FROM rollup_titles "
      "WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4 GROUP BY bucket / ?6, title "
      "ON CONFLICT DO UPDATE SET n = n + excluded.n",
      scope, language, first, last, level, width);
  db.run(
      "INSERT INTO rollup_reviews SELECT scope, ?5, language, bucket / ?6, sum(total), sum(cached), "
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
      scope, language, first, last, level, width);
}

}  // namespace

void roll_up(Connection& db, std::int64_t first, std::int64_t last) {
  for (const auto scope : scopes(db)) {
    for (const auto& language : rollup_languages(db, scope)) {
      for (int level = 1; level < kLevels; ++level) {
        roll_up_level(db, scope, language, level, quarters_in(level), first, last);
      }
    }
  }
  db.run("UPDATE meta SET value=?1 WHERE key='rolled'", last);
}

}  // namespace assay::store
