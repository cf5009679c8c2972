#include "store/sqlite/packed_sums.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "base/random.hpp"

namespace assay::store {
namespace {

TEST(PackedSums, counts_come_back_combined) {
  base::SeededRandom random{3};
  for (int round = 0; round < 200; ++round) {
    KeyCounts counts;
    std::map<std::int64_t, std::int64_t> expected;
    for (auto n = random.next() % 50; n > 0; --n) {
      const auto shift = random.next() % 60;
      const auto key = static_cast<std::int64_t>(random.next() >> shift);
      const auto count = static_cast<std::int64_t>(random.next() % 300) + 1;
      counts.emplace_back(key, count);
      expected[key] += count;
    }
    combine(counts);
    KeyCounts back;
    ASSERT_TRUE(decode_counts(encode_counts(counts), back));
    EXPECT_EQ(back, (KeyCounts{expected.begin(), expected.end()}));
  }
}

TEST(PackedSums, what_adds_up_to_nothing_is_left_out) {
  KeyCounts counts{{7, 2}, {-3, 1}, {7, -2}, {-3, 1}};
  combine(counts);
  EXPECT_EQ(counts, (KeyCounts{{-3, 2}}));
  EXPECT_EQ(encode_counts({}), "");
}

TEST(PackedSums, the_ends_of_the_numbers_are_kept) {
  const KeyCounts counts{{std::numeric_limits<std::int64_t>::min(), 1},
                         {0, std::numeric_limits<std::int64_t>::max()},
                         {std::numeric_limits<std::int64_t>::max(), 1}};
  KeyCounts back;
  ASSERT_TRUE(decode_counts(encode_counts(counts), back));
  EXPECT_EQ(back, counts);
}

TEST(PackedSums, bytes_cut_off_are_refused) {
  const auto bytes = encode_counts({{1000, 1000}});
  for (std::size_t length = 1; length < bytes.size(); ++length) {
    KeyCounts back;
    EXPECT_FALSE(decode_counts(bytes.substr(0, length), back)) << length;
  }
  KeyCounts back;
  EXPECT_FALSE(decode_counts(std::string(11, '\x80'), back));
}

TEST(PackedSums, a_day_comes_back) {
  DayQuarters quarters{};
  quarters[0] = {1, 0, 1, 10, {1, 2, 3}};
  quarters[95] = {70'000, 1, 69'000, 400'000, {0, 0, 1'000'000}};
  EXPECT_EQ(decode_day(encode_day(quarters)), quarters);
  EXPECT_EQ(encode_day({}), "");
  EXPECT_FALSE(decode_day(encode_day(quarters).substr(1)).has_value());
  EXPECT_FALSE(decode_day("\x60").has_value());
}

}  // namespace
}  // namespace assay::store
