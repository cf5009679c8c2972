#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/pack_keys.hpp"
#include "store/sqlite/packed_sums.hpp"

namespace assay::store {

/// A level that only rollup_packs has, between days and 32 days: 8 days. (The numbers of the others are those
/// of time_cover.hpp and stand in databases.)
inline constexpr int kEightDays = 5;
inline constexpr std::int64_t kDaysOfEight = 8;

/// Changes to the packed sums: one value holds what would be thousands of rows, of which an answer of the
/// statistics reads all. They hold what lies before rolled_until, of each language and of kAllLanguages:
///
/// rollup_packs: what is counted in a bucket of an hour, a day or 32 days (levels 1 to 3), of all languages
/// in one of 15 minutes too (level 0). rollup_day_packs: the 15-minute buckets of a day (UTC), for the days
/// of any time zone.
class PackChanges {
 public:
  /// `count` may be below 0. At every level that is packed, of `language` and of all languages.
  void add(PackKind kind, std::int64_t scope, core::Language language, std::int64_t quarter, std::int64_t key,
           std::int64_t count);
  /// The same for all sums of reviews, those of rollup_day_packs too, and for the use of models.
  void add_reviews(std::int64_t scope, core::Language language, std::int64_t quarter, const ReviewSums& sums);
  void add_models(std::int64_t scope, core::Language language, std::int64_t quarter, const ModelSums& sums);
  /// Counts that were added and not written yet.
  std::size_t size() const { return size_; }

  /// Writes the changes and forgets them. A value without contents is deleted.
  void write(Connection& db);
  void clear();

 private:
  void add_quarter(std::int64_t scope, std::string_view language, std::int64_t quarter,
                   const core::PeriodStats& sums);
  void write_counts(Connection& db);
  void write_days(Connection& db);

  using Place =
      std::tuple<PackKind, std::int64_t, int, std::string, std::int64_t>;  // scope, level, language, bucket

  std::map<Place, KeyCounts> counts_;
  std::map<std::tuple<std::int64_t, std::string, std::int64_t>, DayQuarters> days_;
  std::size_t size_ = 0;
};

/// Adds what level 0 holds of the 15-minute buckets first <= b < last to the packed sums.
void pack_quarters(Connection& db, std::int64_t scope, const std::string& language, std::int64_t first,
                   std::int64_t last);

/// Makes the packed sums of a database that has none, up to rolled_until.
void pack_all(Connection& db);

}  // namespace assay::store
