#include "store/sqlite/stats_periods.hpp"

#include <algorithm>

#include "store/sqlite/packed_sums.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stats_sums.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

/// Buckets of one level that belong to one period.
struct Part {
  int level = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::size_t period = 0;
};

/// Adds the parts, which are of 15-minute buckets before rolled_until, from the packed days: a year of days
/// of any zone is one scan over 366 values.
void add_packed_parts(Connection& db, std::int64_t scope, std::string_view language,
                      const std::vector<Part>& parts, std::vector<core::PeriodStats>& periods) {
  if (parts.empty()) return;
  auto rows = db.query(
      "SELECT day, quarters FROM rollup_day_packs WHERE scope=?1 AND language=?2 AND day BETWEEN ?3 AND ?4 "
      "ORDER BY day",
      scope, language, bucket_of(parts.front().first, kDays), bucket_of(parts.back().last - 1, kDays));
  auto part = parts.begin();
  while (rows.step()) {
    const auto first = rows.int64(0) * quarters_in(kDays);
    const auto add_one = [&](std::size_t index, const core::PeriodStats& sums) {
      const auto quarter = first + static_cast<std::int64_t>(index);
      while (part != parts.end() && part->last <= quarter) ++part;
      if (part != parts.end() && part->first <= quarter) add(periods[part->period], sums);
    };
    if (!each_quarter(rows.bytes(1), add_one)) return db.set_corrupt("the sums of a day can't be read");
  }
}

/// Reads the parts from `begin` to `end`, which are of one level and without a gap, in one go: a year of days
/// is one scan.
void add_parts(Connection& db, std::int64_t scope, const std::string& language, const Part* begin,
               const Part* end, std::vector<core::PeriodStats>& periods) {
  auto rows = db.query(
      "SELECT bucket, total, cached, scored, score_sum, low, med, high FROM rollup_reviews WHERE scope=?1 "
      "AND "
      "level=?2 AND language=?3 AND bucket>=?4 AND bucket<?5 ORDER BY bucket",
      scope, begin->level, language, begin->first, (end - 1)->last);
  const Part* part = begin;
  while (rows.step()) {
    while (rows.int64(0) >= part->last) ++part;
    auto& to = periods[part->period];
    to.total += rows.int64(1);
    to.cached += rows.int64(2);
    to.scored += rows.int64(3);
    to.score_sum += rows.int64(4);
    for (std::size_t i = 0; i < to.severities.size(); ++i)
      to.severities[i] += rows.int64(5 + static_cast<int>(i));
  }
}

/// Whose rows of a level add up to what was asked for.
std::vector<std::string> summed_languages(Connection& db, std::int64_t scope,
                                          const std::optional<std::string>& language, int level) {
  if (language) return {*language};
  if (level == 0) return rollup_languages(db, scope);
  return {std::string{kAllLanguages}};
}

void add_exact_part(Connection& db, std::int64_t scope, const std::optional<std::string>& language,
                    const ExactRange& range, core::PeriodStats& to) {
  StatsSums sums;
  add_exact(db, scope, language, range, sums);
  add(to, {sums.total, sums.cached, sums.scored, sums.score_sum, sums.severities});
}

}  // namespace

std::vector<core::PeriodStats> read_periods(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                                            std::int64_t rolled) {
  if (query.periods.size() < 2) return {};
  std::vector<core::PeriodStats> periods(query.periods.size() - 1);
  const auto language =
      query.language ? std::optional{std::string{core::to_string(*query.language)}} : std::nullopt;
  std::vector<Part> parts;
  std::vector<Part> packed;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto parts_of_it = cover(query.periods[i], query.periods[i + 1], rolled);
    for (const auto& range : parts_of_it.exact) add_exact_part(db, scope, language, range, periods[i]);
    // With both ends given no part is open.
    for (const auto& range : parts_of_it.buckets) {
      const auto first = range.first.value_or(0);
      const auto last = range.last.value_or(bucket_of(rolled, range.level) + 1);
      if (first >= last) continue;
      const auto width = quarters_in(range.level);
      if (range.level < kDays && first * width < rolled) {
        packed.push_back({0, first * width, last * width, i});
      } else {
        parts.push_back({range.level, first, last, i});
      }
    }
  }
  std::ranges::sort(packed, {}, &Part::first);
  add_packed_parts(db, scope, language ? std::string_view{*language} : kAllLanguages, packed, periods);
  std::ranges::stable_sort(parts, {}, [](const Part& part) { return std::pair{part.level, part.first}; });
  for (auto begin = parts.cbegin(); begin != parts.cend();) {
    auto end = begin + 1;
    while (end != parts.cend() && end->level == begin->level && end->first == (end - 1)->last) ++end;
    for (const auto& name : summed_languages(db, scope, language, begin->level))
      add_parts(db, scope, name, &*begin, &*begin + (end - begin), periods);
    begin = end;
  }
  return periods;
}

}  // namespace assay::store
