#include "store/sqlite/history_facets.hpp"

#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

using Key = std::tuple<std::string, int, int>;

void add_buckets(Connection& db, std::int64_t scope, const std::string& language, const BucketRange& range,
                 std::map<Key, std::int64_t>& counts) {
  auto rows = db.query(
      "SELECT state, score, n FROM rollup_counts WHERE scope=?1 AND level=?2 AND language=?3 AND bucket>=?4 "
      "AND bucket<?5",
      scope, range.level, language, range.first.value_or(kFirst), range.last.value_or(kLast));
  while (rows.step()) counts[{language, rows.integer(0), rows.integer(1)}] += rows.int64(2);
}

void add_exact(Connection& db, std::int64_t scope, const ExactRange& range,
               std::map<Key, std::int64_t>& counts) {
  auto rows = db.query(
      "SELECT language, state, ifnull(score, -1) FROM submissions WHERE scope=?1 AND created_at>=?2 AND "
      "created_at<?3",
      scope, stored(range.start), stored(range.end));
  while (rows.step()) counts[{rows.text(0), rows.integer(1), rows.integer(2)}] += 1;
}

}  // namespace

bool FacetFilter::matches(const Facet& facet) const {
  if (language && facet.language != *language) return false;
  if (state && facet.state != *state) return false;
  if (!min_score && !max_score) return true;
  return facet.score != kNoScore && facet.score >= min_score.value_or(facet.score) &&
         facet.score <= max_score.value_or(facet.score);
}

FacetFilter filter_of(const core::HistoryQuery& query) {
  FacetFilter filter;
  if (query.language) filter.language = std::string{core::to_string(*query.language)};
  if (query.status) filter.state = core::is_terminal(*query.status) ? stored(*query.status) : kOpen;
  filter.min_score = query.min_score;
  filter.max_score = query.max_score;
  return filter;
}

std::vector<Facet> facets(Connection& db, std::int64_t scope, const FacetFilter& filter,
                          std::optional<base::Timestamp> start, std::optional<base::Timestamp> end) {
  std::map<Key, std::int64_t> counts;
  const TimeCover parts = cover(start, end, rolled_until(db));
  if (!parts.buckets.empty()) {
    const auto languages = filter.language ? std::vector{*filter.language} : rollup_languages(db, scope);
    for (const auto& language : languages) {
      for (const auto& range : parts.buckets) add_buckets(db, scope, language, range, counts);
    }
  }
  for (const auto& range : parts.exact) add_exact(db, scope, range, counts);
  std::vector<Facet> found;
  for (const auto& [key, count] : counts) {
    const Facet facet{std::get<0>(key), std::get<1>(key), std::get<2>(key), count};
    if (count > 0 && filter.matches(facet)) found.push_back(facet);
  }
  return found;
}

std::int64_t count_in_progress(Connection& db, std::int64_t scope, const FacetFilter& filter,
                               std::optional<base::Timestamp> start, std::optional<base::Timestamp> end) {
  std::int64_t count = 0;
  // Without the index named SQLite prefers that of the dates and reads all of them for every running job.
  auto rows = db.query(
      "SELECT s.language FROM jobs j CROSS JOIN submissions s INDEXED BY submissions_by_job "
      "ON s.job = j.id AND s.state = 0 WHERE j.state=1 AND s.scope=?1 AND s.created_at>=?2 AND "
      "s.created_at<?3",
      scope, start ? stored(*start) : kFirst, end ? stored(*end) : kLast);
  while (rows.step()) count += filter.matches({rows.text(0), kOpen, kNoScore, 1}) ? 1 : 0;
  return count;
}

}  // namespace assay::store
