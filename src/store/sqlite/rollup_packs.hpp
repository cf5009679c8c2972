#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/packed_sums.hpp"
#include "store/sqlite/time_kind.hpp"

namespace assay::store {

/// Numbers of rollup_packs.kind: what is counted.
enum class PackKind : std::uint8_t {
  titles,  ///< by the title's number
  times,   ///< by time_key
};

/// The key of a time in its packs.
constexpr std::int64_t time_key(TimeKind kind, int bin) {
  return bin * std::int64_t{2} + static_cast<int>(kind);
}
constexpr TimeKind time_kind(std::int64_t key) { return static_cast<TimeKind>(key % 2); }
constexpr int time_bin(std::int64_t key) { return static_cast<int>(key / 2); }

/// Changes to the packed sums: one value holds what would be thousands of rows, of which an answer of the
/// statistics reads all. They hold what lies before rolled_until, of each language and of kAllLanguages:
///
/// rollup_packs: the titles, or the times, of a bucket of an hour, a day or 32 days (levels 1 to 3).
/// rollup_day_packs: the 15-minute buckets of a day (UTC), for the days of any time zone.
class PackChanges {
 public:
  /// `count` may be below 0. For the levels 1 to 3 of `language` and of all languages.
  void add(PackKind kind, std::int64_t scope, std::string_view language, std::int64_t quarter,
           std::int64_t key, std::int64_t count);
  /// The same for the sums of a 15-minute bucket.
  void add_quarter(std::int64_t scope, std::string_view language, std::int64_t quarter,
                   const core::PeriodStats& sums);
  /// Counts that were added and not written yet.
  std::size_t size() const { return size_; }

  /// Writes the changes and forgets them. A value without contents is deleted.
  void write(Connection& db);
  void clear();

 private:
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
