#include "store/sqlite/stats.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <unordered_map>

#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/time_cover.hpp"

namespace assay::store {
namespace {

constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMostTitles = 100;

struct Sums {
  std::int64_t total = 0;
  std::int64_t cached = 0;
  std::int64_t scored = 0;
  std::int64_t score_sum = 0;
  std::array<std::int64_t, 3> severities{};
  std::array<std::int64_t, core::kCategories.size()> categories{};
  std::map<std::string, std::int64_t> languages;
  std::unordered_map<std::int64_t, std::int64_t> titles;
};

std::vector<std::string> languages(Connection& db, std::int64_t scope, const core::StatsQuery& query) {
  if (query.language) return {std::string{core::to_string(*query.language)}};
  return rollup_languages(db, scope);
}

void add_buckets(Connection& db, std::int64_t scope, const std::string& language, const BucketRange& range,
                 Sums& sums) {
  const auto first = range.first.value_or(kFirst);
  const auto last = range.last.value_or(kLast);
  auto rows = db.query(
      "SELECT total, cached, scored, score_sum, low, med, high, correctness, security, performance, "
      "readability, "
      "maintainability, testability FROM rollup_reviews WHERE scope=?1 AND level=?2 AND language=?3 AND "
      "bucket>=?4 AND "
      "bucket<?5",
      scope, range.level, language, first, last);
  while (rows.step()) {
    sums.total += rows.int64(0);
    sums.languages[language] += rows.int64(0);
    sums.cached += rows.int64(1);
    sums.scored += rows.int64(2);
    sums.score_sum += rows.int64(3);
    for (std::size_t i = 0; i < sums.severities.size(); ++i)
      sums.severities[i] += rows.int64(4 + static_cast<int>(i));
    for (std::size_t i = 0; i < sums.categories.size(); ++i)
      sums.categories[i] += rows.int64(7 + static_cast<int>(i));
  }
  auto titles = db.query(
      "SELECT title, n FROM rollup_titles WHERE scope=?1 AND level=?2 AND language=?3 AND bucket>=?4 AND "
      "bucket<?5",
      scope, range.level, language, first, last);
  while (titles.step()) sums.titles[titles.int64(0)] += titles.int64(1);
}

void add_exact(Connection& db, std::int64_t scope, const core::StatsQuery& query, const ExactRange& range,
               Sums& sums) {
  auto rows = db.query(
      "SELECT s.language, s.how, s.score, b.issues FROM submissions s JOIN review_bodies b ON b.review = "
      "s.review "
      "WHERE s.state=2 AND s.review IS NOT NULL AND s.scope=?1 AND s.finished_at>=?2 AND s.finished_at<?3",
      scope, stored(range.start), stored(range.end));
  while (rows.step()) {
    if (query.language && rows.bytes(0) != core::to_string(*query.language)) continue;
    sums.total += 1;
    sums.languages[rows.text(0)] += 1;
    sums.cached += rows.int64(1) == static_cast<int>(core::Acceptance::from_cache) ? 1 : 0;
    if (!rows.is_null(2)) {
      sums.scored += 1;
      sums.score_sum += rows.int64(2);
    }
    const auto issues = decode_issues(rows.bytes(3));
    if (!issues) {
      db.set_corrupt("the issues of a review can't be read");
      return;
    }
    for (const auto& issue : *issues) {
      sums.severities[static_cast<std::size_t>(issue.severity)] += 1;
      sums.categories[static_cast<std::size_t>(issue.category)] += 1;
      sums.titles[issue.title] += 1;
    }
  }
}

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

/// Most frequent first, equal ones by name; without zeroes.
void sort_counts(Counts& counts) {
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  std::ranges::sort(counts, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
}

Counts common_issues(Connection& db, const Sums& sums) {
  std::vector<std::pair<std::int64_t, std::int64_t>> titles{sums.titles.begin(), sums.titles.end()};
  // Names are looked up for those that can be among the first only, ties at the end included.
  if (titles.size() > kMostTitles) {
    const auto last = titles.begin() + kMostTitles - 1;
    std::ranges::nth_element(titles, last, [](const auto& a, const auto& b) { return a.second > b.second; });
    const auto least = last->second;
    std::erase_if(titles, [least](const auto& entry) { return entry.second < least; });
  }
  Counts named;
  for (const auto& [id, count] : titles) {
    auto rows = db.query("SELECT title FROM titles WHERE id=?1", id);
    if (rows.step()) named.emplace_back(rows.text(0), count);
  }
  sort_counts(named);
  if (named.size() > kMostTitles) named.resize(kMostTitles);
  return named;
}

core::Stats stats_of(Connection& db, const Sums& sums) {
  core::Stats stats;
  stats.total = sums.total;
  stats.cached = sums.cached;
  if (sums.scored > 0)
    stats.avg_score = static_cast<double>(sums.score_sum) / static_cast<double>(sums.scored);
  stats.common_issues = common_issues(db, sums);
  stats.by_language = Counts{sums.languages.begin(), sums.languages.end()};
  for (std::size_t i = 0; i < sums.severities.size(); ++i) {
    stats.by_severity.emplace_back(core::to_string(static_cast<core::Severity>(i)), sums.severities[i]);
  }
  for (std::size_t i = 0; i < sums.categories.size(); ++i) {
    stats.by_category.emplace_back(core::to_string(core::kCategories[i]), sums.categories[i]);
  }
  sort_counts(stats.by_language);
  sort_counts(stats.by_severity);
  sort_counts(stats.by_category);
  return stats;
}

}  // namespace

base::Result<core::Stats> read_stats(Connection& db, const core::StatsQuery& query) {
  std::int64_t scope = 0;
  {
    auto rows = db.query("SELECT id FROM scopes WHERE name=?1", query.scope.str());
    if (!rows.step()) return core::Stats{};
    scope = rows.int64(0);
  }
  Sums sums;
  const TimeCover parts = cover(query.start, query.end, rolled_until(db));
  if (!parts.buckets.empty()) {
    for (const auto& language : languages(db, scope, query)) {
      for (const auto& range : parts.buckets) add_buckets(db, scope, language, range, sums);
    }
  }
  for (const auto& range : parts.exact) add_exact(db, scope, query, range, sums);
  return stats_of(db, sums);
}

}  // namespace assay::store
