#include "broker/redis/wire/slot_ranges.hpp"

#include <gtest/gtest.h>

#include "broker/redis/wire/reply_reader.hpp"

namespace assay::broker::redis {
namespace {

const RedisUrl::Address kAsked{"asked", 7'000};

base::Result<std::vector<SlotRange>> read(std::string_view bytes) {
  ReplyReader reader;
  reader.feed(bytes);
  const auto reply = reader.next();
  return read_slot_ranges(**reply, kAsked);
}

TEST(SlotRangesTest, TakesTheMasterOfEachRange) {
  const auto ranges = read(
      "*2\r\n"
      "*4\r\n:0\r\n:100\r\n*3\r\n$9\r\n127.0.0.1\r\n:7001\r\n$2\r\nid\r\n*3\r\n$1\r\nr\r\n:7002\r\n$"
      "2\r\nid\r\n"
      "*3\r\n:101\r\n:16383\r\n*3\r\n$-1\r\n:7003\r\n$2\r\nid\r\n");
  ASSERT_TRUE(ranges) << ranges.error().message;
  ASSERT_EQ(ranges->size(), 2U);
  EXPECT_EQ((*ranges)[0].last, 100U);
  EXPECT_EQ((*ranges)[0].master, (RedisUrl::Address{"127.0.0.1", 7'001}));
  EXPECT_EQ((*ranges)[1].first, 101U);
  EXPECT_EQ((*ranges)[1].master, (RedisUrl::Address{"asked", 7'003}));
}

TEST(SlotRangesTest, RefusesWhatItCannotRead) {
  for (const auto* bytes :
       {"-ERR This instance has cluster support disabled\r\n", "+OK\r\n", "*0\r\n", "*1\r\n:1\r\n",
        "*1\r\n*3\r\n:5\r\n:4\r\n*2\r\n$1\r\nh\r\n:1\r\n",
        "*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n$1\r\nh\r\n:1\r\n",
        "*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n$1\r\nh\r\n:0\r\n", "*1\r\n*3\r\n:0\r\n:1\r\n*1\r\n$1\r\nh\r\n"})
    EXPECT_FALSE(read(bytes)) << bytes;
}

}  // namespace
}  // namespace assay::broker::redis
