#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/histogram.hpp"
#include "core/issue.hpp"
#include "core/statistics.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/title_counts.hpp"
#include "store/time_cover.hpp"

namespace assay::store {

/// What is added up for an answer.
struct StatsSums {
  std::int64_t total = 0;
  std::int64_t cached = 0;
  std::int64_t scored = 0;
  std::int64_t score_sum = 0;
  std::array<std::int64_t, 3> severities{};
  std::array<std::int64_t, core::kCategories.size()> categories{};
  std::map<std::string, std::int64_t> languages;
  TitleCounts titles;  ///< without those of `open_titles`
  core::Histogram wait;
  core::Histogram run;
  core::ModelUse models;
  /// The language whose sum of free titles over all time belongs to the answer too, and is not in `titles`:
  /// they can be millions, and only the most frequent are wanted (stats_titles.hpp).
  std::optional<std::string> open_titles;
};

/// Whose sums are added up.
struct Summed {
  std::int64_t scope = 0;
  std::vector<std::string> languages;  ///< the one that was asked for, or all that there are
  bool all = false;                    ///< the latter
  std::int64_t rolled = 0;             ///< rolled_until
};

/// The sums of one range of buckets, which is of cover(…, rolled).
void add_buckets(Connection& db, const Summed& summed, const BucketRange& range, StatsSums& sums);
/// The same, counted row by row, for ranges shorter than a bucket. `language`: absent for all.
void add_exact(Connection& db, std::int64_t scope, const std::optional<std::string>& language,
               const ExactRange& range, StatsSums& sums);

}  // namespace assay::store
