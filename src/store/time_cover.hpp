#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace assay::store {

/// Buckets of time are aligned to the Unix epoch. Sums are kept at each level, so that any range is read from
/// a few hundred rows at most, whatever its length.
inline constexpr int kLevels = 5;
inline constexpr int kDays = 2;
inline constexpr int kAllTime = 4;
/// 15 minutes; every time zone in use is a whole number of these away from UTC.
inline constexpr base::Micros kQuarter{900'000'000};

/// Number of the 15-minute bucket that holds `time` (negative before 1970).
std::int64_t quarter_of(base::Timestamp time);
/// 15-minute buckets in one of `level`; for all time more than there will ever be.
std::int64_t quarters_in(int level);
/// The bucket of `level` that holds that 15-minute bucket.
std::int64_t bucket_of(std::int64_t quarter, int level);

/// Buckets first <= b < last of one level; an absent end is open.
struct BucketRange {
  int level = 0;
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
};
/// Moments start <= t < end.
struct ExactRange {
  base::Timestamp start;
  base::Timestamp end;
};

/// The range as whole buckets plus at most two ends of less than 15 minutes that must be counted row by row.
/// The parts do not overlap and leave nothing out.
struct TimeCover {
  std::vector<BucketRange> buckets;
  std::vector<ExactRange> exact;
};
/// `rolled`: levels above 0 hold the 15-minute buckets before this one and no others.
TimeCover cover(std::optional<base::Timestamp> start, std::optional<base::Timestamp> end,
                std::int64_t rolled);

}  // namespace assay::store
