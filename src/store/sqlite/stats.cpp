#include "store/sqlite/stats.hpp"

#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stats_examples.hpp"
#include "store/sqlite/stats_periods.hpp"
#include "store/sqlite/stats_sums.hpp"
#include "store/sqlite/stats_titles.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

core::Stats stats_of(const StatsSums& sums) {
  core::Stats stats;
  stats.total = sums.total;
  stats.cached = sums.cached;
  if (sums.scored > 0)
    stats.avg_score = static_cast<double>(sums.score_sum) / static_cast<double>(sums.scored);
  stats.by_language = {sums.languages.begin(), sums.languages.end()};
  for (std::size_t i = 0; i < sums.severities.size(); ++i) {
    stats.by_severity.emplace_back(core::to_string(static_cast<core::Severity>(i)), sums.severities[i]);
  }
  for (std::size_t i = 0; i < sums.categories.size(); ++i) {
    stats.by_category.emplace_back(core::to_string(core::kCategories[i]), sums.categories[i]);
  }
  sort_counts(stats.by_language);
  sort_counts(stats.by_severity);
  sort_counts(stats.by_category);
  stats.wait = core::percentiles_of(sums.wait);
  stats.run = core::percentiles_of(sums.run);
  stats.models = sums.models;
  return stats;
}

}  // namespace

base::Result<core::Stats> read_stats(Connection& db, const core::StatsQuery& query) {
  std::int64_t scope = 0;
  {
    auto rows = db.query("SELECT id FROM scopes WHERE name=?1", query.scope.str());
    if (!rows.step()) {
      core::Stats none;
      if (query.periods.size() > 1) none.by_period.resize(query.periods.size() - 1);
      return none;
    }
    scope = rows.int64(0);
  }
  const auto language =
      query.language ? std::optional{std::string{core::to_string(*query.language)}} : std::nullopt;
  const auto rolled = rolled_until(db);
  StatsSums sums;
  const TimeCover parts = cover(query.start, query.end, rolled);
  const Summed summed{scope, language ? std::vector{*language} : rollup_languages(db, scope), !language,
                      rolled};
  for (const auto& range : parts.buckets) add_buckets(db, summed, range, sums);
  for (const auto& range : parts.exact) add_exact(db, scope, language, range, sums);
  auto stats = stats_of(sums);
  auto counted = count_titles(db, scope, sums);
  stats.common_issues = std::move(counted.common);
  stats.by_rule = std::move(counted.rules);
  add_examples(db, scope, query, counted.ids, stats.common_issues);
  stats.by_period = read_periods(db, scope, query, rolled);
  return stats;
}

}  // namespace assay::store
