#include "http/server/request_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace assay::http {
namespace {

using State = RequestReader::State;

class RequestReaderTest : public ::testing::Test {
 protected:
  /// Gives the bytes in pieces of `step`; stops when a request is ready or refused. Gives how many were
  /// taken.
  std::size_t feed(std::string_view bytes, std::size_t step = SIZE_MAX) {
    std::size_t taken = 0;
    state = reader.advance();
    while (taken < bytes.size() && state != State::ready && state != State::rejected) {
      const auto space = reader.space();
      const auto count = std::min({step, space.size(), bytes.size() - taken});
      std::memcpy(space.data(), bytes.data() + taken, count);
      reader.received(count);
      taken += count;
      state = reader.advance();
    }
    return taken;
  }

  ServerLimits limits;
  RequestReader reader{limits};
  State state = State::idle;
};

TEST_F(RequestReaderTest, ReadsAHeadHoweverItIsCut) {
  const std::string bytes = "GET /a/b?c=d HTTP/1.1\r\nHost: example:1\r\nX-A:  v \r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    feed(bytes, step);
    ASSERT_EQ(state, State::ready) << step;
    const auto& request = reader.request();
    EXPECT_EQ(request.method, Method::get);
    EXPECT_EQ(request.path, "/a/b");
    EXPECT_EQ(request.query, "c=d");
    EXPECT_EQ(request.host, "example:1");
    EXPECT_EQ(request.header("x-a"), "v");
    EXPECT_TRUE(request.keep_alive);
    reader.pop();
  }
  EXPECT_EQ(reader.advance(), State::idle);
}

TEST_F(RequestReaderTest, PassesOverFewEmptyLinesHoweverTheyAreCut) {
  for (std::size_t step = 1; step <= 9; ++step) {
    feed("\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", step);
    ASSERT_EQ(state, State::ready) << step;
    reader.pop();
  }
  feed("\r\n\r\n\r\n\r\n\r\n", 1);
  EXPECT_EQ(state, State::rejected) << "nobody is held by a client that sends nothing else";
}

TEST_F(RequestReaderTest, KeepsTheHeadWhileALargeBodyArrives) {
  const std::string body(300'000, 'b');
  const std::string bytes =
      "POST http://h/p?q HTTP/1.1\r\nHost: x\r\nX-A: v\r\nContent-Length: 300000\r\n\r\n" + body;
  for (const std::size_t step : {std::size_t{7919}, std::size_t{100}, bytes.size()}) {
    feed(bytes, step);
    ASSERT_EQ(state, State::ready) << step;
    const auto& request = reader.request();
    EXPECT_EQ(request.path, "/p");
    EXPECT_EQ(request.query, "q");
    EXPECT_EQ(request.host, "h");
    EXPECT_EQ(request.header("x-a"), "v");
    EXPECT_EQ(request.body, body);
    reader.pop();
  }
}

TEST_F(RequestReaderTest, ReadsPipelinedRequestsFromOneBuffer) {
  std::string bytes;
  for (int i = 0; i < 20; ++i) {
    bytes += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok";
    bytes += "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
  }
  std::size_t taken = 0;
  for (int i = 0; i < 20; ++i) {
    taken += feed(std::string_view{bytes}.substr(taken), 1000);
    ASSERT_EQ(state, State::ready);
    EXPECT_EQ(reader.request().path, "/" + std::to_string(i));
    EXPECT_EQ(reader.request().body, "ok");
    reader.pop();
    taken += feed(std::string_view{bytes}.substr(taken), 1000);
    ASSERT_EQ(state, State::ready);
    EXPECT_EQ(reader.request().path, "/c");
    EXPECT_EQ(reader.request().body, "ok");
    reader.pop();
  }
}

TEST_F(RequestReaderTest, SaysOnceThatTheClientWaitsForAContinue) {
  feed("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(state, State::need_body);
  EXPECT_TRUE(reader.take_expects_continue());
  EXPECT_FALSE(reader.take_expects_continue());
  feed("ok");
  EXPECT_EQ(state, State::ready);
}

TEST_F(RequestReaderTest, BoundsWhatTrailersAndChunkHeadsTake) {
  feed("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  feed("1;x=" + std::string(200'000, 'y'));
  ASSERT_EQ(state, State::rejected);
  EXPECT_EQ(reader.rejection().status, 400);
}

TEST_F(RequestReaderTest, ATrailerIsNoField) {
  feed("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nOrigin: evil\r\n\r\n");
  ASSERT_EQ(state, State::ready);
  EXPECT_FALSE(reader.request().has_header("origin"));
}

}  // namespace
}  // namespace assay::http
