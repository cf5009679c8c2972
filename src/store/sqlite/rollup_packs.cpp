#include "store/sqlite/rollup_packs.hpp"

#include <array>
#include <vector>

#include "store/sqlite/rollups.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

constexpr std::array kPackedLevels = {0, 1, kDays, kEightDays, kDays + 1};
constexpr std::size_t kMostInMemory = 200'000;

std::int64_t pack_of(std::int64_t quarter, int level) {
  if (level != kEightDays) return bucket_of(quarter, level);
  const auto day = bucket_of(quarter, kDays);
  return day / kDaysOfEight - (day % kDaysOfEight < 0 ? 1 : 0);
}

/// The columns after the first, which is the bucket.
template <class Sums>
Sums numbers_of(const Rows& rows) {
  Sums numbers{};
  for (int column = 1; auto& number : numbers) number = rows.int64(column++);
  return numbers;
}

}  // namespace

void PackChanges::add(PackKind kind, std::int64_t scope, core::Language language, std::int64_t quarter,
                      std::int64_t key, std::int64_t count) {
  if (count == 0) return;
  for (const int level : kPackedLevels) {
    for (const auto name : {core::to_string(language), kAllLanguages}) {
      // Of one language the rows of level 0 are few.
      if (level == 0 && name != kAllLanguages) continue;
      counts_[{kind, scope, level, std::string{name}, pack_of(quarter, level)}].emplace_back(key, count);
    }
  }
  ++size_;
}

void PackChanges::add_reviews(std::int64_t scope, core::Language language, std::int64_t quarter,
                              const ReviewSums& sums) {
  for (auto key = sum_key(Sum::total); const auto number : sums)
    add(PackKind::sums, scope, language, quarter, key++, number);
  add(PackKind::sums, scope, language, quarter, language_key(language), sums[0]);
  const core::PeriodStats period{sums[0], sums[1], sums[2], sums[3], {sums[4], sums[5], sums[6]}};
  for (const auto name : {core::to_string(language), kAllLanguages})
    add_quarter(scope, name, quarter, period);
}

void PackChanges::add_models(std::int64_t scope, core::Language language, std::int64_t quarter,
                             const ModelSums& sums) {
  for (auto key = sum_key(Sum::model_reviews); const auto number : sums)
    add(PackKind::sums, scope, language, quarter, key++, number);
}

void PackChanges::add_quarter(std::int64_t scope, std::string_view language, std::int64_t quarter,
                              const core::PeriodStats& sums) {
  const auto day = bucket_of(quarter, kDays);
  const auto index = static_cast<std::size_t>(quarter - day * quarters_in(kDays));
  store::add(days_[{scope, std::string{language}, day}][index], sums);
}

void PackChanges::write(Connection& db) {
  write_counts(db);
  write_days(db);
  clear();
}

void PackChanges::clear() {
  counts_.clear();
  days_.clear();
  size_ = 0;
}

void PackChanges::write_counts(Connection& db) {
  for (auto& [place, counts] : counts_) {
    const auto& [kind_of_it, scope, level, language, bucket] = place;
    const auto kind = static_cast<int>(kind_of_it);
    {
      auto rows = db.query(
          "SELECT counts FROM rollup_packs WHERE kind=?1 AND scope=?2 AND level=?3 AND language=?4 AND "
          "bucket=?5",
          kind, scope, level, language, bucket);
      if (rows.step() && !decode_counts(rows.bytes(0), counts))
        return db.set_corrupt("packed counts can't be read");
    }
    combine(counts);
    if (counts.empty()) {
      db.run("DELETE FROM rollup_packs WHERE kind=?1 AND scope=?2 AND level=?3 AND language=?4 AND bucket=?5",
             kind, scope, level, language, bucket);
    } else {
      db.run("INSERT OR REPLACE INTO rollup_packs VALUES (?1, ?2, ?3, ?4, ?5, ?6)", kind, scope, level,
             language, bucket, Blob{encode_counts(counts)});
    }
  }
}

void PackChanges::write_days(Connection& db) {
  for (auto& [place, quarters] : days_) {
    const auto& [scope, language, day] = place;
    {
      auto rows = db.query("SELECT quarters FROM rollup_day_packs WHERE scope=?1 AND language=?2 AND day=?3",
                           scope, language, day);
      if (rows.step()) {
        const auto old = decode_day(rows.bytes(0));
        if (!old) return db.set_corrupt("the sums of a day can't be read");
        for (std::size_t i = 0; i < quarters.size(); ++i) store::add(quarters[i], (*old)[i]);
      }
    }
    const auto bytes = encode_day(quarters);
    if (bytes.empty()) {
      db.run("DELETE FROM rollup_day_packs WHERE scope=?1 AND language=?2 AND day=?3", scope, language, day);
    } else {
      db.run("INSERT OR REPLACE INTO rollup_day_packs VALUES (?1, ?2, ?3, ?4)", scope, language, day,
             Blob{bytes});
    }
  }
}

void pack_quarters(Connection& db, std::int64_t scope, const std::string& name, std::int64_t first,
                   std::int64_t last) {
  const auto known = core::parse_language(name);
  if (!known) return db.set_corrupt("the language of a sum can't be read");
  const auto language = *known;
  PackChanges changes;
  const auto each = [&](Rows rows, auto add) {
    while (rows.step()) {
      add(rows);
      if (changes.size() >= kMostInMemory) changes.write(db);
    }
  };
  each(db.query("SELECT bucket, title, n FROM rollup_titles WHERE scope=?1 AND level=0 AND language=?2 AND "
                "bucket>=?3 "
                "AND bucket<?4",
                scope, name, first, last),
       [&](const Rows& rows) {
         changes.add(PackKind::titles, scope, language, rows.int64(0), rows.int64(1), rows.int64(2));
       });
  each(
      db.query("SELECT bucket, kind, bin, n FROM rollup_times WHERE scope=?1 AND level=0 AND language=?2 AND "
               "bucket>=?3 AND bucket<?4",
               scope, name, first, last),
      [&](const Rows& rows) {
        const auto key = time_key(static_cast<TimeKind>(rows.int64(1)), rows.integer(2));
        changes.add(PackKind::sums, scope, language, rows.int64(0), key, rows.int64(3));
      });
  each(db.query("SELECT bucket, reviews, calls, input_tokens, output_tokens, cached_tokens, cost_nanos, "
                "unpriced_calls "
                "FROM rollup_models WHERE scope=?1 AND level=0 AND language=?2 AND bucket>=?3 AND bucket<?4",
                scope, name, first, last),
       [&](const Rows& rows) {
         changes.add_models(scope, language, rows.int64(0), numbers_of<ModelSums>(rows));
       });
  each(
      db.query("SELECT bucket, total, cached, scored, score_sum, low, med, high, correctness, security, "
               "performance, "
               "readability, maintainability, testability FROM rollup_reviews WHERE scope=?1 AND level=0 AND "
               "language=?2 AND bucket>=?3 AND bucket<?4",
               scope, name, first, last),
      [&](const Rows& rows) {
        changes.add_reviews(scope, language, rows.int64(0), numbers_of<ReviewSums>(rows));
      });
  changes.write(db);
}

void pack_all(Connection& db) {
  std::vector<std::int64_t> scopes;
  {
    auto rows = db.query("SELECT id FROM scopes");
    while (rows.step()) scopes.push_back(rows.int64(0));
  }
  const auto rolled = rolled_until(db);
  for (const auto scope : scopes) {
    for (const auto& language : rollup_languages(db, scope)) pack_quarters(db, scope, language, 0, rolled);
  }
}

}  // namespace assay::store
