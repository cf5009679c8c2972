// HTTP/1.1 itself, over raw sockets: what is let in, what is refused, and that nothing hangs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class HttpProtocol : public ::testing::Test {
 protected:
  /// The status for these bytes, after which the server must close.
  int refused_with(const std::string& bytes) {
    HttpClient client{server.port()};
    client.send(bytes);
    const auto answer = client.answer();
    EXPECT_EQ(answer.field("connection"), "close") << bytes;
    EXPECT_EQ(answer.field("content-type"), "application/problem+json") << bytes;
    EXPECT_TRUE(client.is_closed()) << bytes;
    return answer.status;
  }

  TestServer server;
};

constexpr std::string_view kSubmission = R"_({"language":"python","code":"print(1)"})_";

TEST_F(HttpProtocol, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  const auto id = server.submit();
  HttpClient client{server.port()};
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    requests +=
        "GET /api/reviews/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n";  // awaited: not in memory yet
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.answer().body, R"({"ok":true})");
    EXPECT_THAT(client.answer().body, StartsWith("{\"id\":\"" + id));
  }
}

TEST_F(HttpProtocol, TakesRequestsByteByByte) {
  HttpClient client{server.port()};
  const std::string request = "POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                              std::to_string(kSubmission.size()) + "\r\n\r\n" + std::string{kSubmission};
  for (const char byte : request + request) client.send({&byte, 1});
  EXPECT_EQ(client.answer().status, 202);
  EXPECT_EQ(client.answer().status, 202);
}

TEST_F(HttpProtocol, TakesChunkedBodies) {
  HttpClient client{server.port()};
  const std::string chunked =
      "POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;name=value\r\n" +
      std::string{kSubmission.substr(0, 5)} + "\r\n" +
      [] {
        std::string hex;
        for (std::size_t n = kSubmission.size() - 5; n > 0; n /= 16)
          hex.insert(hex.begin(), "0123456789abcdef"[n % 16]);
        return hex;
      }() +
      "\r\n" + std::string{kSubmission.substr(5)} + "\r\n0\r\nTrailer: x\r\n\r\n";
  client.send(chunked + chunked);
  EXPECT_EQ(client.answer().status, 202);
  EXPECT_EQ(client.answer().status, 202);
  for (const char byte : chunked) client.send({&byte, 1});
  EXPECT_EQ(client.answer().status, 202);
}

TEST_F(HttpProtocol, ContinuesOnRequest) {
  HttpClient client{server.port()};
  client.send("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " +
              std::to_string(kSubmission.size()) + "\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send(kSubmission);
  EXPECT_EQ(client.answer().status, 202);
  EXPECT_EQ(refused_with("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: magic\r\n\r\n"), 417);
}

TEST_F(HttpProtocol, SpeaksHttp10) {
  HttpClient closing{server.port()};
  closing.send("GET /api/health HTTP/1.0\r\nHost: localhost\r\n\r\n");
  const auto all = closing.read_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(all, ::testing::EndsWith("\r\n\r\n{\"ok\":true}"));

  HttpClient keeping{server.port()};
  for (int i = 0; i < 2; ++i) {
    keeping.send("GET /api/health HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(keeping.answer().field("connection"), "keep-alive");
  }
}

TEST_F(HttpProtocol, ClosesWhenAsked) {
  HttpClient client{server.port()};
  client.send(
      "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\nGET /api/health HTTP/1.1\r\n");
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpProtocol, TakesAbsoluteTargetsAndLeadingEmptyLines) {
  HttpClient client{server.port()};
  client.send("\r\n\r\nGET http://localhost:1/api/health HTTP/1.1\r\nHost: whatever\r\n\r\n");
  EXPECT_EQ(client.answer().status, 200);
  client.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.answer().status, 204);
}

TEST_F(HttpProtocol, RefusesWhatTwoReadersCouldUnderstandDifferently) {
  const std::string post = "POST /api/reviews HTTP/1.1\r\nHost: localhost\r\n";
  EXPECT_EQ(refused_with(post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length: 3, 4\r\n\r\nabcd"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length: +3\r\n\r\nabc"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length: 0x3\r\n\r\nabc"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length: -1\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length: 99999999999999999999999\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), 501);
  EXPECT_EQ(refused_with("POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400);
  EXPECT_EQ(refused_with(post + "X: a\r\n b\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET / HTTP/1.1\nHost: localhost\n\n"), 400);
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nContent-Length: 5\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(post + "Content-Length : 3\r\n\r\nabc"), 400);
  EXPECT_EQ(refused_with(post + "X: a\rb\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(post + std::string{"X: a\0b\r\n\r\n", 10}), 400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), 400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdefgh"), 400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n"), 400);
  EXPECT_EQ(refused_with(post + "Transfer-Encoding: chunked\r\n\r\n10000000000000000000\r\n"), 400);
}

TEST_F(HttpProtocol, RefusesMalformedHeads) {
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET /a#b HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(refused_with("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n"), 505);
  EXPECT_EQ(refused_with("GET / FTP/1.1\r\nHost: localhost\r\n\r\n"), 505);
  EXPECT_EQ(refused_with("GE{T / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(refused_with(std::string{"\x16\x03\x01\x02\x00\x01\x00", 7}), 400);
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: localhost\r\n: empty\r\n\r\n"), 400);
}

TEST_F(HttpProtocol, BoundsHeads) {
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"),
            431);
  EXPECT_EQ(refused_with("GET /" + std::string(20'000, 'x')), 431);
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X: y\r\n";
  EXPECT_EQ(refused_with("GET / HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n"), 431);
  HttpClient client{server.port()};
  EXPECT_EQ(client.ask("GET", "/api/health", {}, "X: " + std::string(15'000, 'x') + "\r\n").status, 200);
  EXPECT_EQ(client.ask("GET", "/api/health").status, 200);
}

TEST_F(HttpProtocol, BoundsBodiesBeforeTheyAreSent) {
  EXPECT_EQ(refused_with("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388609\r\n\r\n"),
            413);
  EXPECT_EQ(refused_with("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                         "Content-Length: 8388609\r\n\r\n"),
            413);
  EXPECT_EQ(refused_with("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "800001\r\n"),
            413);
}

TEST_F(HttpProtocol, TakesLargeBodies) {
  HttpClient client{server.port()};
  // 1 MiB of code, as \u0041 six times as many bytes.
  std::string code;
  for (int i = 0; i < 1024 * 1024; ++i) code += "\\u0041";
  EXPECT_EQ(client.ask("POST", "/api/reviews", R"({"language":"python","code":")" + code + "\"}").status,
            202);
  EXPECT_EQ(client.ask("GET", "/api/health").status, 200);
}

TEST(HttpTimeouts, SlowClientsAreEnded) {
  TestServerOptions options;
  options.limits.head_timeout = milliseconds{60};
  options.limits.body_stall_timeout = milliseconds{60};
  options.limits.idle_timeout = milliseconds{60};
  TestServer server{std::move(options)};
  {
    HttpClient idle{server.port()};
    EXPECT_EQ(idle.read_all(), "");
  }
  {
    HttpClient kept{server.port()};
    EXPECT_EQ(kept.ask("GET", "/api/health").status, 200);
    EXPECT_EQ(kept.read_all(), "");
  }
  {
    HttpClient slow_head{server.port()};
    slow_head.send("GET /api/health HTTP/1.1\r\nHost: loc");
    EXPECT_EQ(slow_head.answer().status, 408);
    EXPECT_TRUE(slow_head.is_closed());
  }
  {
    HttpClient slow_body{server.port()};
    slow_body.send("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
    EXPECT_EQ(slow_body.answer().status, 408);
  }
}

TEST(HttpTimeouts, DripFeedingAHeadDoesNotProlongIt) {
  TestServerOptions options;
  options.limits.head_timeout = milliseconds{100};
  TestServer server{std::move(options)};
  HttpClient client{server.port()};
  std::atomic<bool> stop{false};
  std::thread dripping{[&] {
    client.send("GET /api/health HTTP/1.1\r\n");
    while (!stop) {
      client.send("X: y\r\n");
      std::this_thread::sleep_for(milliseconds{10});
    }
  }};
  const auto answer = client.answer();
  stop = true;
  dripping.join();
  EXPECT_EQ(answer.status, 408);
}

TEST(HttpTimeouts, WhoDoesNotReadIsEnded) {
  TestServerOptions options;
  options.limits.write_stall_timeout = milliseconds{80};
  options.threads = 1;
  TestServer server{std::move(options)};
  HttpClient client{server.port(), 4096};
  std::string requests;
  for (int i = 0; i < 400; ++i) requests += "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(requests);
  // The answers (30 MB) don't fit into the socket; the connection must end without being read.
  HttpClient other{server.port()};
  for (int i = 0; i < 1000; ++i) {
    const auto metrics = other.ask("GET", "/metrics").body;
    if (metrics.find("assay_http_connections 1\n") != std::string::npos) return;
    std::this_thread::sleep_for(milliseconds{5});
  }
  FAIL() << "the connection is still there";
}

TEST(HttpConnections, OverTheBoundGetA503) {
  TestServerOptions options;
  options.limits.max_connections = 3;
  TestServer server{std::move(options)};
  std::vector<std::unique_ptr<HttpClient>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<HttpClient>(server.port()));
    ASSERT_EQ(open.back()->ask("GET", "/api/health").status, 200);
  }
  HttpClient extra{server.port()};
  const auto answer = extra.answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("retry-after"), "1");
  EXPECT_EQ(open.front()->ask("GET", "/api/health").status, 200);
}

TEST(HttpConnections, ManyAtOnce) {
  TestServer server;
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        HttpClient client{server.port()};
        if (client.ask("POST", "/api/reviews", kSubmission).status == 202) ++good;
        if (i % 3 == 0) client.reset();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 400);
}

TEST(HttpStop, AnswersWhatIsInFlightAndClosesTheRest) {
  TestServer server;
  HttpClient idle{server.port()};
  ASSERT_EQ(idle.ask("GET", "/api/health").status, 200);
  HttpClient stream{server.port()};
  stream.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.read_until("\"gap\":false}\n\n");
  HttpClient half{server.port()};
  half.send("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
            std::to_string(kSubmission.size()) + "\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_EQ(half.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n") << "its head was read";
  std::thread stopping{[&] { server.server->stop(std::chrono::minutes{1}); }};
  EXPECT_TRUE(idle.is_closed());
  EXPECT_EQ(stream.read_all(), "");
  half.send(kSubmission);
  const auto answer = half.answer();
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.field("connection"), "close");
  EXPECT_TRUE(half.is_closed());
  stopping.join();
  EXPECT_THROW(HttpClient{server.server->port()}, std::runtime_error);
}

TEST(HttpListen, SaysWhenThePortIsTaken) {
  TestServer server;
  http::ServerOptions options;
  options.port = server.port();
  const auto second = http::Server::listen(options, server.site);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::Errc::unavailable);
  options.address = "nonsense";
  EXPECT_EQ(http::Server::listen(options, server.site).error().code, base::Errc::invalid_argument);
}

}  // namespace
}  // namespace assay::tests
