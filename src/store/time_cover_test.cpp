#include "store/time_cover.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace assay::store {
namespace {

using base::Micros;
using base::Timestamp;

int times_covered(const TimeCover& cover, Timestamp t, std::int64_t rolled) {
  int count = 0;
  for (const auto& range : cover.exact) count += range.start <= t && t < range.end ? 1 : 0;
  for (const auto& range : cover.buckets) {
    if (range.level > 0 && quarter_of(t) >= rolled) continue;
    const auto bucket = bucket_of(quarter_of(t), range.level);
    count += (!range.first || *range.first <= bucket) && (!range.last || bucket < *range.last) ? 1 : 0;
  }
  return count;
}

TEST(TimeCover, covers_each_moment_of_the_range_once_and_no_other) {
  base::SeededRandom random{5};
  const auto moment = [&](std::int64_t span) {
    auto t = static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(span)) - span / 3;
    if (random.next() % 3 == 0) t -= t % kQuarter.count();
    if (random.next() % 5 == 0) t -= t % (kQuarter.count() * 96);
    return Timestamp{Micros{t}};
  };
  for (int round = 0; round < 3000; ++round) {
    const std::int64_t span = kQuarter.count() * (round % 3 == 0 ? 4 : round % 3 == 1 ? 400 : 40'000);
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
    if (random.next() % 4 != 0) start = moment(span);
    if (random.next() % 4 != 0) end = moment(span);
    const auto rolled = quarter_of(moment(span));
    const auto parts = cover(start, end, rolled);
    for (int probe = 0; probe < 30; ++probe) {
      auto t = moment(span);
      if (probe == 0 && start) t = *start;
      if (probe == 1 && end) t = *end;
      if (probe == 2 && end) t = *end - Micros{1};
      if (probe == 3 && start) t = *start - Micros{1};
      const bool inside = (!start || *start <= t) && (!end || t < *end);
      ASSERT_EQ(times_covered(parts, t, rolled), inside ? 1 : 0) << "round " << round << " probe " << probe;
    }
  }
}

TEST(TimeCover, a_year_takes_few_buckets) {
  const Timestamp start{std::chrono::days{20'001} + Micros{1}};
  const auto parts = cover(start, start + std::chrono::days{365}, quarter_of(start + std::chrono::days{400}));
  std::int64_t buckets = 0;
  for (const auto& range : parts.buckets) buckets += *range.last - *range.first;
  EXPECT_LE(buckets, 2 * 95 + 2 * 31 + 12);
  EXPECT_EQ(parts.exact.size(), 2U);
}

TEST(TimeCover, all_time_is_one_bucket_and_the_newest_quarters) {
  const auto parts = cover(std::nullopt, std::nullopt, 77);
  ASSERT_EQ(parts.buckets.size(), 2U);
  EXPECT_EQ(parts.buckets[0].level, kAllTime);
  EXPECT_EQ(parts.buckets[1].level, 0);
  EXPECT_EQ(parts.buckets[1].first, 77);
  EXPECT_TRUE(parts.exact.empty());
}

TEST(TimeCover, an_empty_range_is_empty) {
  const Timestamp t{std::chrono::days{1}};
  EXPECT_TRUE(cover(t, t, 0).buckets.empty());
  EXPECT_TRUE(cover(t, t, 0).exact.empty());
}

}  // namespace
}  // namespace assay::store
