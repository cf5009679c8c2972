#include "store/sqlite/rollup_packs.hpp"

#include <vector>

#include "store/sqlite/rollups.hpp"
#include "store/time_cover.hpp"

namespace assay::store {
namespace {

constexpr int kFirstPacked = 1;
constexpr int kLastPacked = 3;
constexpr std::size_t kMostInMemory = 200'000;

}  // namespace

void PackChanges::add(PackKind kind, std::int64_t scope, std::string_view language, std::int64_t quarter,
                      std::int64_t key, std::int64_t count) {
  for (int level = kFirstPacked; level <= kLastPacked; ++level) {
    for (const auto name : {language, kAllLanguages})
      counts_[{kind, scope, level, std::string{name}, bucket_of(quarter, level)}].emplace_back(key, count);
  }
  ++size_;
}

void PackChanges::add_quarter(std::int64_t scope, std::string_view language, std::int64_t quarter,
                              const core::PeriodStats& sums) {
  const auto day = bucket_of(quarter, kDays);
  const auto index = static_cast<std::size_t>(quarter - day * quarters_in(kDays));
  for (const auto name : {language, kAllLanguages})
    store::add(days_[{scope, std::string{name}, day}][index], sums);
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

void pack_quarters(Connection& db, std::int64_t scope, const std::string& language, std::int64_t first,
                   std::int64_t last) {
  PackChanges changes;
  {
    auto rows = db.query(
        "SELECT bucket, title, n FROM rollup_titles WHERE scope=?1 AND level=0 AND language=?2 AND "
        "bucket>=?3 "
        "AND bucket<?4",
        scope, language, first, last);
    while (rows.step()) {
      changes.add(PackKind::titles, scope, language, rows.int64(0), rows.int64(1), rows.int64(2));
      if (changes.size() >= kMostInMemory) changes.write(db);
    }
  }
  {
    auto rows = db.query(
        "SELECT bucket, kind, bin, n FROM rollup_times WHERE scope=?1 AND level=0 AND language=?2 AND "
        "bucket>=?3 "
        "AND bucket<?4",
        scope, language, first, last);
    while (rows.step()) {
      const auto key = time_key(static_cast<TimeKind>(rows.int64(1)), rows.integer(2));
      changes.add(PackKind::times, scope, language, rows.int64(0), key, rows.int64(3));
      if (changes.size() >= kMostInMemory) changes.write(db);
    }
  }
  auto rows = db.query(
      "SELECT bucket, total, cached, scored, score_sum, low, med, high FROM rollup_reviews WHERE scope=?1 "
      "AND "
      "level=0 AND language=?2 AND bucket>=?3 AND bucket<?4",
      scope, language, first, last);
  while (rows.step()) {
    core::PeriodStats sums;
    sums.total = rows.int64(1);
    sums.cached = rows.int64(2);
    sums.scored = rows.int64(3);
    sums.score_sum = rows.int64(4);
    for (std::size_t i = 0; i < sums.severities.size(); ++i)
      sums.severities[i] = rows.int64(5 + static_cast<int>(i));
    changes.add_quarter(scope, language, rows.int64(0), sums);
  }
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
