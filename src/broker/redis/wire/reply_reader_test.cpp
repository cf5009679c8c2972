#include "broker/redis/wire/reply_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::broker::redis {
namespace {

using Kind = Reply::Kind;
using ::testing::HasSubstr;

using std::string_view_literals::operator""sv;
constexpr std::string_view kAll =
    "+OK\r\n"
    "-ERR no such thing\r\n"
    ":-42\r\n"
    "$-1\r\n"
    "*-1\r\n"
    "$0\r\n\r\n"
    "$7\r\na\r\nb\0c\xff\r\n"  // a zero byte inside
    "*0\r\n"
    "*3\r\n:1\r\n*2\r\n$1\r\nx\r\n*1\r\n$-1\r\n+end\r\n"sv;

void expect_all(const std::vector<Reply>& replies) {
  ASSERT_EQ(replies.size(), 9U);
  EXPECT_EQ(replies[0].kind, Kind::status);
  EXPECT_EQ(replies[0].text, "OK");
  EXPECT_TRUE(replies[1].is_error());
  EXPECT_EQ(replies[1].text, "ERR no such thing");
  EXPECT_EQ(replies[2].integer, -42);
  EXPECT_EQ(replies[3].kind, Kind::nil);
  EXPECT_EQ(replies[4].kind, Kind::nil);
  EXPECT_EQ(replies[5].kind, Kind::string);
  EXPECT_EQ(replies[5].text, "");
  EXPECT_EQ(replies[6].text, std::string_view("a\r\nb\0c\xff", 7));
  EXPECT_EQ(replies[7].kind, Kind::array);
  EXPECT_TRUE(replies[7].items.empty());
  const auto& nested = replies[8];
  ASSERT_EQ(nested.items.size(), 3U);
  EXPECT_EQ(nested.items[0].integer, 1);
  ASSERT_EQ(nested.items[1].items.size(), 2U);
  EXPECT_EQ(nested.items[1].items[0].text, "x");
  EXPECT_EQ(nested.items[1].items[1].items.at(0).kind, Kind::nil);
  EXPECT_EQ(nested.items[2].text, "end");
}

std::vector<Reply> read_in_pieces(std::string_view bytes, std::size_t size) {
  ReplyReader reader;
  std::vector<Reply> replies;
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    reader.feed(bytes.substr(at, size));
    while (true) {
      auto reply = reader.next();
      EXPECT_TRUE(reply);
      if (!reply || !*reply) break;
      replies.push_back(std::move(**reply));
    }
  }
  return replies;
}

TEST(ReplyReaderTest, ReadsEveryKindInPiecesOfEverySize) {
  const auto bytes = kAll;
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    SCOPED_TRACE(size);
    expect_all(read_in_pieces(bytes, size));
  }
}

TEST(ReplyReaderTest, ReadsLargeStringsAndLongArrays) {
  const std::string large(5 << 20, 'x');
  std::string bytes = "$" + std::to_string(large.size()) + "\r\n" + large + "\r\n*5000\r\n";
  for (int i = 0; i < 5'000; ++i) bytes += "*1\r\n:" + std::to_string(i) + "\r\n";
  const auto replies = read_in_pieces(bytes, 30'000);
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].text, large);
  ASSERT_EQ(replies[1].items.size(), 5'000U);
  EXPECT_EQ(replies[1].items[4'999].items[0].integer, 4'999);
}

TEST(ReplyReaderTest, FailsForGoodOnWhatIsNoReply) {
  for (const auto* garbage :
       {"HTTP/1.1 400 Bad Request\r\n", "$x\r\n", ":1x\r\n", "*99999999999\r\n", "$-5\r\n"}) {
    ReplyReader reader;
    reader.feed("+good\r\n");
    reader.feed(garbage);
    EXPECT_EQ((*reader.next())->text, "good");
    const auto broken = reader.next();
    ASSERT_FALSE(broken) << garbage;
    EXPECT_EQ(broken.error().code, base::Errc::corrupt);
    reader.feed("+good again\r\n");
    EXPECT_FALSE(reader.next());
  }
}

TEST(ReplyReaderTest, TakesNoMemoryForWhatIsOnlyPromised) {
  ReplyReader reader;
  reader.feed("*2147483647\r\n:1\r\n");
  EXPECT_FALSE(*reader.next());
}

TEST(ReplyReaderTest, RefusesAReplyThatIsTooLarge) {
  ReplyReader reader(1'000);
  reader.feed("$900\r\n" + std::string(900, 'x') + "\r\n");
  EXPECT_TRUE(*reader.next());
  reader.feed("$5000\r\n" + std::string(900, 'x'));
  EXPECT_TRUE(reader.next());
  reader.feed(std::string(900, 'x'));
  const auto refused = reader.next();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("larger than 1000 bytes"));
}

}  // namespace
}  // namespace assay::broker::redis
