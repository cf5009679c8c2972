#include "store/sqlite/doc_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ranges>
#include <set>

#include "base/random.hpp"

namespace assay::store {
namespace {

TEST(DocBlock, comes_back_from_its_bytes) {
  for (const int step : {4096, 1000, 17, 16, 15, 2, 1}) {
    DocBlock block;
    std::vector<std::int64_t> members;
    for (std::int64_t doc = 0; doc < DocBlock::kDocs; doc += step) {
      block.set(7 * DocBlock::kDocs + doc);
      members.push_back(7 * DocBlock::kDocs + doc);
    }
    const auto bytes = block.encode();
    EXPECT_LE(bytes.size(), 512U);
    std::vector<std::int64_t> read;
    DocBlock::decode(bytes)->append_to(read, 7);
    EXPECT_EQ(read, members) << step;
    std::vector<std::int64_t> backwards;
    for (auto place = block.below(DocBlock::kDocs); place; place = block.below(*place))
      backwards.push_back(7 * DocBlock::kDocs + *place);
    EXPECT_TRUE(std::ranges::equal(backwards, members | std::views::reverse)) << step;
    EXPECT_EQ(block.below(0), std::nullopt);
    EXPECT_EQ(block.below(1), 0);
  }
}

TEST(DocBlock, refuses_other_bytes) {
  EXPECT_FALSE(DocBlock::decode("a"));
  EXPECT_FALSE(DocBlock::decode(std::string(514, '\0')));
  EXPECT_FALSE(DocBlock::decode("\xff\xff"));
  EXPECT_TRUE(DocBlock::decode("")->empty());
}

TEST(DocSet, does_what_a_set_of_numbers_does) {
  base::SeededRandom random{11};
  using Numbers = std::set<std::int64_t>;
  for (int round = 0; round < 200; ++round) {
    const auto make = [&](Numbers& numbers) {
      DocSet set;
      for (auto n = random.next() % 60; n > 0; --n) {
        const auto doc = static_cast<std::int64_t>(random.next() % (round % 2 == 0 ? 40'000 : 300));
        numbers.insert(doc);
        set.add(doc);
      }
      return set;
    };
    Numbers a;
    Numbers b;
    const DocSet first = make(a);
    const DocSet second = make(b);
    const auto check = [](const DocSet& set, const Numbers& numbers) {
      const std::vector<std::int64_t> expected{numbers.begin(), numbers.end()};
      ASSERT_EQ(set.members(), expected);
      ASSERT_EQ(set.count(), std::ssize(expected));
    };
    check(first, a);
    for (std::int64_t doc = 0; doc < 300; ++doc) ASSERT_EQ(first.has(doc), a.contains(doc));
    Numbers expected;
    auto both = first;
    both.intersect(second);
    std::ranges::set_intersection(a, b, std::inserter(expected, expected.end()));
    check(both, expected);
    std::int64_t common = 0;
    for (const auto& [number, block] : first.blocks()) {
      if (const auto* other = second.block(number)) common += block.count_common(*other);
    }
    ASSERT_EQ(common, both.count());
    expected.clear();
    auto either = first;
    either.unite(second);
    std::ranges::set_union(a, b, std::inserter(expected, expected.end()));
    check(either, expected);
    expected.clear();
    auto without = first;
    without.subtract(second);
    std::ranges::set_difference(a, b, std::inserter(expected, expected.end()));
    check(without, expected);
  }
}

}  // namespace
}  // namespace assay::store
