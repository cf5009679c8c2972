#include "store/sqlite/title_counts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <ranges>

#include "base/random.hpp"

namespace assay::store {
namespace {

TEST(TitleCounts, AddsUpTitlesOfAnyNumber) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  base::SeededRandom random{7};
  TitleCounts counts;
  std::map<std::int64_t, std::int64_t> expected;
  const auto add = [&](std::int64_t title, std::int64_t count) {
    counts.add(title, count);
    expected[title] += count;
  };
  for (const auto title : {kLeast, kMost, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 20})
    add(title, 3);
  for (int i = 0; i < 20'000; ++i) {
    const auto spread = std::int64_t{1} << (random.next() % 40);
    add(static_cast<std::int64_t>(random.next() % 1'000) * spread * (random.next() % 2 == 0 ? 1 : -1),
        static_cast<std::int64_t>(random.next() % 5));
  }
  add(5, -expected[5]);
  std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
  std::map<std::int64_t, std::int64_t> found;
  counts.for_each(
      [&](std::int64_t title, std::int64_t count) { EXPECT_TRUE(found.emplace(title, count).second); });
  EXPECT_EQ(found, expected);
  for (const std::int64_t least : {1, 4, 5, 50, 1'000'000}) {
    auto often = expected;
    std::erase_if(often, [least](const auto& entry) { return entry.second < least; });
    std::map<std::int64_t, std::int64_t> frequent;
    counts.for_each_frequent(least, [&](std::int64_t title, std::int64_t count) {
      EXPECT_TRUE(frequent.emplace(title, count).second);
    });
    EXPECT_EQ(frequent, often) << least;
  }
  std::map<std::int64_t, std::int64_t> rules;
  counts.for_each_rule(
      [&](std::int64_t title, std::int64_t count) { EXPECT_TRUE(rules.emplace(title, count).second); });
  EXPECT_TRUE(std::ranges::equal(rules, std::ranges::subrange(expected.begin(), expected.lower_bound(0))));
  for (const auto& [title, count] : expected) EXPECT_EQ(counts.of(title), count) << title;
  EXPECT_EQ(counts.of(5), 0);
  EXPECT_EQ(counts.of(kMost - 1), 0);
}

}  // namespace
}  // namespace assay::store
