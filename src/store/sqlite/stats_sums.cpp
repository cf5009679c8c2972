#include "store/sqlite/stats_sums.hpp"

#include <array>
#include <limits>
#include <tuple>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/sqlite/pack_keys.hpp"
#include "store/sqlite/packed_sums.hpp"
#include "store/sqlite/rollup_packs.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

struct Span {
  std::int64_t scope;
  int level;
  std::int64_t first;
  std::int64_t last;
};

void add_reviews(Connection& db, const Span& span, std::string_view language, StatsSums& sums) {
  auto rows = db.query(
      "SELECT total, cached, scored, score_sum, low, med, high, correctness, security, performance, "
      "readability, maintainability, testability FROM rollup_reviews WHERE scope=?1 AND level=?2 AND "
      "language=?3 AND bucket>=?4 AND bucket<?5",
      span.scope, span.level, language, span.first, span.last);
  while (rows.step()) {
    sums.total += rows.int64(0);
    sums.cached += rows.int64(1);
    sums.scored += rows.int64(2);
    sums.score_sum += rows.int64(3);
    for (std::size_t i = 0; i < sums.severities.size(); ++i)
      sums.severities[i] += rows.int64(4 + static_cast<int>(i));
    for (std::size_t i = 0; i < sums.categories.size(); ++i)
      sums.categories[i] += rows.int64(7 + static_cast<int>(i));
  }
}

void add_language(Connection& db, const Span& span, const std::string& language, StatsSums& sums) {
  auto rows = db.query(
      "SELECT sum(total) FROM rollup_reviews WHERE scope=?1 AND level=?2 AND language=?3 AND bucket>=?4 AND "
      "bucket<?5",
      span.scope, span.level, language, span.first, span.last);
  if (rows.step() && !rows.is_null(0)) sums.languages[language] += rows.int64(0);
}

/// Calls add(key, count) for each that the packs of the span count.
template <class Add>
void each_packed(Connection& db, PackKind kind, const Span& span, std::string_view language, Add add) {
  auto rows = db.query(
      "SELECT counts FROM rollup_packs WHERE kind=?1 AND scope=?2 AND level=?3 AND language=?4 AND "
      "bucket>=?5 AND "
      "bucket<?6",
      static_cast<int>(kind), span.scope, span.level, language, span.first, span.last);
  while (rows.step()) {
    if (!each_count(rows.bytes(0), add)) return db.set_corrupt("packed counts can't be read");
  }
}

/// Where the numbers belong, in the order of their keys.
auto places_of(StatsSums& sums) {
  auto& [low, med, high] = sums.severities;
  auto& [correctness, security, performance, readability, maintainability, testability] = sums.categories;
  auto& models = sums.models;
  return std::array{&sums.total,
                    &sums.cached,
                    &sums.scored,
                    &sums.score_sum,
                    &low,
                    &med,
                    &high,
                    &correctness,
                    &security,
                    &performance,
                    &readability,
                    &maintainability,
                    &testability,
                    &models.reviews,
                    &models.calls,
                    &models.input_tokens,
                    &models.output_tokens,
                    &models.cached_tokens,
                    &models.cost_nanos,
                    &models.unpriced_calls};
}

/// All of a range whose buckets are packed.
void add_packed(Connection& db, const Span& span, std::string_view language, StatsSums& sums) {
  std::array<std::int64_t, kFirstTimeKey> low_keys{};
  each_packed(db, PackKind::sums, span, language, [&](std::int64_t key, std::int64_t count) {
    if (key < 0) return db.set_corrupt("packed sums can't be read");
    if (!is_time_key(key)) {
      low_keys[static_cast<std::size_t>(key)] += count;
    } else {
      (time_kind(key) == TimeKind::wait ? sums.wait : sums.run).add(time_bin(key), count);
    }
  });
  const auto places = places_of(sums);
  static_assert(std::tuple_size_v<decltype(places)> == sum_key(Sum::unpriced_calls) + 1);
  for (std::size_t key = 0; key < places.size(); ++key) *places[key] += low_keys[key];
  for (auto key = kFirstLanguageKey; key < kFirstTimeKey; ++key) {
    const auto count = low_keys[static_cast<std::size_t>(key)];
    if (const auto of = language_of_key(key); of && count != 0)
      sums.languages[std::string{core::to_string(*of)}] += count;
  }
  each_packed(db, PackKind::titles, span, language,
              [&sums](std::int64_t title, std::int64_t count) { sums.titles.add(title, count); });
}

/// The same; whole 8 days as such.
void add_packed_days(Connection& db, const Span& days, std::string_view language, StatsSums& sums) {
  const auto first = (days.first + kDaysOfEight - 1) / kDaysOfEight;
  const auto last = days.last / kDaysOfEight;
  if (days.first < 0 || first >= last) return add_packed(db, days, language, sums);
  add_packed(db, {days.scope, kDays, days.first, first * kDaysOfEight}, language, sums);
  add_packed(db, {days.scope, kEightDays, first, last}, language, sums);
  add_packed(db, {days.scope, kDays, last * kDaysOfEight, days.last}, language, sums);
}

void add_times(Connection& db, const Span& span, std::string_view language, StatsSums& sums) {
  auto rows = db.query(
      "SELECT kind, bin, n FROM rollup_times WHERE scope=?1 AND level=?2 AND language=?3 AND bucket>=?4 AND "
      "bucket<?5",
      span.scope, span.level, language, span.first, span.last);
  while (rows.step()) {
    (static_cast<TimeKind>(rows.int64(0)) == TimeKind::wait ? sums.wait : sums.run)
        .add(rows.integer(1), rows.int64(2));
  }
}

void add_models(Connection& db, const Span& span, std::string_view language, StatsSums& sums) {
  auto rows = db.query(
      "SELECT sum(reviews), sum(calls), sum(input_tokens), sum(output_tokens), sum(cached_tokens), "
      "sum(cost_nanos), sum(unpriced_calls) FROM rollup_models WHERE scope=?1 AND level=?2 AND language=?3 "
      "AND "
      "bucket>=?4 AND bucket<?5",
      span.scope, span.level, language, span.first, span.last);
  if (!rows.step()) return;
  auto& to = sums.models;
  to.reviews += rows.int64(0);
  to.calls += rows.int64(1);
  to.input_tokens += rows.int64(2);
  to.output_tokens += rows.int64(3);
  to.cached_tokens += rows.int64(4);
  to.cost_nanos += rows.int64(5);
  to.unpriced_calls += rows.int64(6);
}

void add_titles(Connection& db, const Span& span, std::string_view language, StatsSums& sums) {
  if (span.level == kAllTime) {
    sums.open_titles = std::string{language};
    // The level as a number: a variable is compared with the condition of the index by count, and so each new
    // value of it would have the query planned anew.
    auto rules = db.query(
        "SELECT title, n FROM rollup_titles WHERE scope=?1 AND level=4 AND language=?2 AND bucket=0 AND "
        "title<0",
        span.scope, language);
    while (rules.step()) sums.titles.add(rules.int64(0), rules.int64(1));
    return;
  }
  auto rows = db.query(
      "SELECT title, n FROM rollup_titles WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND "
      "bucket<?4",
      span.scope, language, span.first, span.last);
  while (rows.step()) sums.titles.add(rows.int64(0), rows.int64(1));
}

void add_exact_models(Connection& db, std::int64_t scope, const std::optional<std::string>& language,
                      const ExactRange& range, StatsSums& sums) {
  auto rows = db.query(
      "SELECT language, calls, input_tokens, output_tokens, cached_tokens, cost_nanos FROM reviews WHERE "
      "scope=?1 AND finished_at>=?2 AND finished_at<?3 AND calls>0",
      scope, stored(range.start), stored(range.end));
  while (rows.step()) {
    if (language && rows.bytes(0) != *language) continue;
    auto& to = sums.models;
    to.reviews += 1;
    to.calls += rows.int64(1);
    to.input_tokens += rows.int64(2);
    to.output_tokens += rows.int64(3);
    to.cached_tokens += rows.int64(4);
    to.cost_nanos += rows.is_null(5) ? 0 : rows.int64(5);
    to.unpriced_calls += rows.is_null(5) ? rows.int64(1) : 0;
  }
}

}  // namespace

void add_buckets(Connection& db, const Summed& summed, const BucketRange& range, StatsSums& sums) {
  const Span span{summed.scope, range.level, range.first.value_or(std::numeric_limits<std::int64_t>::min()),
                  range.last.value_or(std::numeric_limits<std::int64_t>::max())};
  const bool packed = range.level == 0 ? summed.all && span.first < summed.rolled : range.level < kAllTime;
  if (packed) {
    const auto language = summed.all ? kAllLanguages : std::string_view{summed.languages.front()};
    const bool bounded_days = range.level == kDays && range.first && range.last;
    return bounded_days ? add_packed_days(db, span, language, sums) : add_packed(db, span, language, sums);
  }
  for (const auto& name : summed.languages) add_language(db, span, name, sums);
  // The sums over all languages exist above level 0.
  const std::vector<std::string> together{std::string{kAllLanguages}};
  for (const auto& name : summed.all&& span.level > 0 ? together : summed.languages) {
    add_reviews(db, span, name, sums);
    add_times(db, span, name, sums);
    add_models(db, span, name, sums);
    add_titles(db, span, name, sums);
  }
}

void add_exact(Connection& db, std::int64_t scope, const std::optional<std::string>& language,
               const ExactRange& range, StatsSums& sums) {
  add_exact_models(db, scope, language, range, sums);
  auto rows = db.query(
      "SELECT s.language, s.how, s.score, b.issues, r.queued_ms, r.run_ms FROM submissions s CROSS JOIN "
      "reviews r "
      "ON r.id = s.review CROSS JOIN review_bodies b ON b.review = s.review "
      "WHERE s.state=2 AND s.review IS NOT NULL AND s.scope=?1 AND s.finished_at>=?2 AND s.finished_at<?3",
      scope, stored(range.start), stored(range.end));
  while (rows.step()) {
    if (language && rows.bytes(0) != *language) continue;
    const bool cached = rows.int64(1) == static_cast<int>(core::Acceptance::from_cache);
    sums.total += 1;
    sums.languages[rows.text(0)] += 1;
    sums.cached += cached ? 1 : 0;
    if (!rows.is_null(2)) {
      sums.scored += 1;
      sums.score_sum += rows.int64(2);
    }
    if (!cached) {
      sums.wait.add(core::Histogram::bin_of(rows.int64(4)), 1);
      sums.run.add(core::Histogram::bin_of(rows.int64(5)), 1);
    }
    const auto issues = decode_issues(rows.bytes(3));
    if (!issues) {
      db.set_corrupt("the issues of a review can't be read");
      return;
    }
    for (const auto& issue : *issues) {
      sums.severities[static_cast<std::size_t>(issue.severity)] += 1;
      sums.categories[static_cast<std::size_t>(issue.category)] += 1;
      sums.titles.add(issue.title, 1);
    }
  }
}

}  // namespace assay::store
