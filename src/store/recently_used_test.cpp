#include "store/recently_used.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

using Texts = RecentlyUsed<std::string>;

void put(Texts& texts, const std::string& key, std::size_t bytes = 100) {
  texts.put(key, std::make_shared<const std::string>(bytes, 'x'), bytes);
}

TEST(RecentlyUsed, gives_what_was_put_in_until_it_is_erased) {
  Texts texts{1 << 20};
  EXPECT_EQ(texts.find("a"), nullptr);
  put(texts, "a", 3);
  put(texts, "b", 4);
  ASSERT_NE(texts.find("a"), nullptr);
  EXPECT_EQ(*texts.find("a"), "xxx");
  texts.erase("a");
  texts.erase("never there");
  EXPECT_EQ(texts.find("a"), nullptr);
  EXPECT_NE(texts.find("b"), nullptr);
  texts.clear();
  EXPECT_EQ(texts.find("b"), nullptr);
}

TEST(RecentlyUsed, the_one_that_was_used_longest_ago_goes_first) {
  Texts texts{4'000};
  put(texts, "a", 1'000);
  put(texts, "b", 1'000);
  put(texts, "c", 1'000);
  EXPECT_NE(texts.find("a"), nullptr);
  put(texts, "d", 1'000);
  EXPECT_EQ(texts.find("b"), nullptr);
  for (const auto* key : {"a", "c", "d"}) EXPECT_NE(texts.find(key), nullptr) << key;
}

TEST(RecentlyUsed, what_is_larger_than_all_room_is_not_kept) {
  Texts texts{4'000};
  put(texts, "a", 1'000);
  put(texts, "huge", 5'000);
  EXPECT_EQ(texts.find("huge"), nullptr);
  EXPECT_NE(texts.find("a"), nullptr);
}

TEST(RecentlyUsed, what_somebody_holds_stays_whole_after_it_was_dropped) {
  Texts texts{1 << 20};
  put(texts, "a", 3);
  const auto held = texts.find("a");
  texts.clear();
  EXPECT_EQ(*held, "xxx");
}

}  // namespace
}  // namespace assay::store
