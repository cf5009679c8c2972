#include "http/server/head_scanner.hpp"

#include <gtest/gtest.h>

namespace assay::http {
namespace {

using State = HeadScanner::State;
constexpr std::string_view kHead = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(HeadScanner, FindsTheEndWhateverTheCuts) {
  const auto bytes = std::string{kHead} + "rest";
  for (std::size_t cut = 1; cut < kHead.size(); ++cut) {
    HeadScanner scanner;
    ASSERT_EQ(scanner.scan(std::string_view{bytes}.substr(0, cut)), State::incomplete) << cut;
    ASSERT_EQ(scanner.scan(bytes), State::complete) << cut;
    EXPECT_EQ(scanner.head_size(), kHead.size());
  }
}

TEST(HeadScanner, FindsTheEndByteByByte) {
  HeadScanner scanner;
  for (std::size_t n = 1; n < kHead.size(); ++n)
    ASSERT_EQ(scanner.scan(kHead.substr(0, n)), State::incomplete);
  EXPECT_EQ(scanner.scan(kHead), State::complete);
}

TEST(HeadScanner, RefusesBareLineFeeds) {
  EXPECT_EQ(HeadScanner{}.scan("GET / HTTP/1.1\nHost: a\n\n"), State::bare_lf);
  EXPECT_EQ(HeadScanner{}.scan("GET / HTTP/1.1\r\nHost: a\n\r\n"), State::bare_lf);
  EXPECT_EQ(HeadScanner{}.scan("GET / HTTP/1.1\r\nHost: a\r\n\n"), State::bare_lf);
}

TEST(HeadScanner, RefusesFoldedFields) {
  EXPECT_EQ(HeadScanner{}.scan("GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n"), State::folded);
  EXPECT_EQ(HeadScanner{}.scan("GET / HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n"), State::folded);
  HeadScanner cut;
  EXPECT_EQ(cut.scan("GET / HTTP/1.1\r\nX: a\r\n"), State::incomplete);
  EXPECT_EQ(cut.scan("GET / HTTP/1.1\r\nX: a\r\n b"), State::folded);
}

TEST(HeadScanner, RefusesWhatIsNoHttpAtTheFirstByte) {
  EXPECT_EQ(HeadScanner{}.scan("\x16\x03\x01"), State::not_http);
  EXPECT_EQ(HeadScanner{}.scan(std::string_view{"\0", 1}), State::not_http);
}

}  // namespace
}  // namespace assay::http
