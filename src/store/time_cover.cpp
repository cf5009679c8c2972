#include "store/time_cover.hpp"

#include <algorithm>
#include <array>

namespace assay::store {
namespace {

/// 15-minute buckets in a bucket of each level below all time: 1, an hour, a day, 32 days.
constexpr std::array<std::int64_t, 4> kWidth = {1, 4, 96, 3072};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return -floor_div(-a, b); }

base::Timestamp start_of(std::int64_t quarter) { return base::Timestamp{kQuarter * quarter}; }

/// Whole 15-minute buckets, as coarse as possible: fine ones at both ends, the coarsest in the middle.
void cover_quarters(TimeCover& out, std::optional<std::int64_t> first, std::optional<std::int64_t> last) {
  if (!first && !last) {
    out.buckets.push_back({kAllTime, 0, 1});
    return;
  }
  for (int level = 0; level < kAllTime; ++level) {
    const std::int64_t width = kWidth[static_cast<std::size_t>(level)];
    const bool coarsest = level + 1 == kAllTime;
    const auto at = [&](std::optional<std::int64_t> quarter) -> std::optional<std::int64_t> {
      if (!quarter) return std::nullopt;
      return floor_div(*quarter, width);
    };
    if (coarsest) {
      if (!first || !last || *first < *last) out.buckets.push_back({level, at(first), at(last)});
      return;
    }
    const std::int64_t next = kWidth[static_cast<std::size_t>(level) + 1];
    const auto inner_first = first ? std::optional{ceil_div(*first, next) * next} : std::nullopt;
    const auto inner_last = last ? std::optional{floor_div(*last, next) * next} : std::nullopt;
    if (inner_first && inner_last && *inner_first >= *inner_last) {
      if (*first < *last) out.buckets.push_back({level, at(first), at(last)});
      return;
    }
    if (first && *first < *inner_first) out.buckets.push_back({level, at(first), at(inner_first)});
    if (last && *inner_last < *last) out.buckets.push_back({level, at(inner_last), at(last)});
    first = inner_first;
    last = inner_last;
  }
}

/// The same where the coarser levels end at `rolled`: what comes after it is taken from level 0.
void cover_rolled(TimeCover& out, std::optional<std::int64_t> first, std::optional<std::int64_t> last,
                  std::int64_t rolled) {
  if (last && *last < rolled) return cover_quarters(out, first, last);
  if (!first || *first < rolled) {
    // Coarse buckets hold nothing from `rolled` on, so they may be read without an end.
    cover_quarters(out, first, std::nullopt);
    for (auto& range : out.buckets) {
      if (range.level == 0) range.last = std::min(*range.last, rolled);
    }
  }
  out.buckets.push_back({0, first ? std::max(*first, rolled) : rolled, last});
}

}  // namespace

std::int64_t quarter_of(base::Timestamp time) {
  return floor_div(time.time_since_epoch().count(), kQuarter.count());
}

std::int64_t quarters_in(int level) {
  return level == kAllTime ? std::int64_t{1} << 40 : kWidth[static_cast<std::size_t>(level)];
}

std::int64_t bucket_of(std::int64_t quarter, int level) {
  return level == kAllTime ? 0 : floor_div(quarter, kWidth[static_cast<std::size_t>(level)]);
}

TimeCover cover(std::optional<base::Timestamp> start, std::optional<base::Timestamp> end,
                std::int64_t rolled) {
  TimeCover out;
  if (start && end && *start >= *end) return out;
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
  if (start) first = ceil_div(start->time_since_epoch().count(), kQuarter.count());
  if (end) last = quarter_of(*end);
  if (first && last && *first > *last) {
    out.exact.push_back({*start, *end});
    return out;
  }
  if (start && *start < start_of(*first)) out.exact.push_back({*start, start_of(*first)});
  if (end && start_of(*last) < *end) out.exact.push_back({start_of(*last), *end});
  if (!first || !last || *first < *last) cover_rolled(out, first, last, rolled);
  return out;
}

}  // namespace assay::store
