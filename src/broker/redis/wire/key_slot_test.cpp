#include "broker/redis/wire/key_slot.hpp"

#include <gtest/gtest.h>

namespace assay::broker::redis {
namespace {

TEST(KeySlotTest, IsThatOfTheSpecification) {
  EXPECT_EQ(key_slot("123456789"), 0x31C3U);  // the check value of CRC16/XMODEM
  EXPECT_EQ(key_slot("foo"), 12'182U);
  EXPECT_EQ(key_slot("bar"), 5'061U);
  EXPECT_EQ(key_slot(""), 0U);
}

TEST(KeySlotTest, LooksAtTheHashTagWhereThereIsOne) {
  EXPECT_EQ(key_slot("{user1000}.following"), key_slot("{user1000}.followers"));
  EXPECT_EQ(key_slot("{user1000}.following"), key_slot("user1000"));
  EXPECT_EQ(key_slot("foo{{bar}}zap"), key_slot("{bar"));
  EXPECT_EQ(key_slot("foo{bar}{zap}"), key_slot("bar"));
  EXPECT_NE(key_slot("foo{}{bar}"), key_slot("bar"));
  EXPECT_NE(key_slot("foo{bar"), key_slot("bar"));
}

}  // namespace
}  // namespace assay::broker::redis
