#include "core/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/random.hpp"

namespace assay::core {
namespace {

TEST(Histogram, bins_grow_and_their_middle_is_in_them) {
  int last = -1;
  for (std::int64_t ms = 0; ms < 100'000; ++ms) {
    const int bin = Histogram::bin_of(ms);
    ASSERT_TRUE(bin == last || bin == last + 1) << ms;
    last = bin;
    ASSERT_EQ(Histogram::bin_of(Histogram::middle_of(bin)), bin);
    ASSERT_LE(std::abs(static_cast<double>(Histogram::middle_of(bin) - ms)), 0.016 * static_cast<double>(ms));
  }
  EXPECT_EQ(Histogram::bin_of(-5), 0);
  const std::int64_t year = 366LL * 24 * 3600 * 1000;
  EXPECT_NEAR(static_cast<double>(Histogram::middle_of(Histogram::bin_of(year))), static_cast<double>(year),
              0.016 * static_cast<double>(year));
}

TEST(Histogram, percentiles_are_within_two_per_cent_of_the_sorted_times) {
  base::SeededRandom random{3};
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> times;
    Histogram histogram;
    for (auto n = 1 + random.next() % 500; n > 0; --n) {
      const auto time =
          static_cast<std::int64_t>(std::exp(static_cast<double>(random.next() % 2000) / 100.0)) - 1;
      times.push_back(time);
      histogram.add(Histogram::bin_of(time), 1);
    }
    std::ranges::sort(times);
    for (const int percent : {1, 50, 90, 95, 99, 100}) {
      const auto rank =
          std::max<std::size_t>(1, (times.size() * static_cast<std::size_t>(percent) + 99) / 100);
      const auto exact = static_cast<double>(times[rank - 1]);
      ASSERT_NEAR(static_cast<double>(*histogram.percentile(percent)), exact, 0.02 * exact) << percent;
    }
  }
}

TEST(Histogram, has_a_place_for_the_longest_of_times) {
  const auto longest = std::numeric_limits<std::int64_t>::max();
  Histogram histogram;
  histogram.add(0, 1);
  histogram.add(Histogram::bin_of(longest), 1);
  EXPECT_EQ(histogram.percentile(50), 0);
  EXPECT_EQ(histogram.percentile(100), Histogram::middle_of(Histogram::bin_of(longest)));
  // What a damaged store may give.
  histogram.add(-1, 2);
  histogram.add(Histogram::bin_of(longest) + 1, 4);
  EXPECT_EQ(histogram.total(), 8);
  EXPECT_EQ(histogram.percentile(37), 0);
  EXPECT_EQ(histogram.percentile(38), Histogram::middle_of(Histogram::bin_of(longest)));
}

TEST(Histogram, says_nothing_without_times) {
  Histogram histogram;
  EXPECT_FALSE(histogram.percentile(50));
  histogram.add(3, 2);
  histogram.add(3, -2);
  EXPECT_FALSE(histogram.percentile(50));
}

}  // namespace
}  // namespace assay::core
