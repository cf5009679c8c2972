// What an attacker would try beyond malformed HTTP (http_protocol_test.cpp): paths, floods, bombs, injected
// frames.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>
#include <vector>

#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

class HttpHardening : public ::testing::Test {
 protected:
  TestServer server;
  HttpClient client{server.port()};
};

TEST_F(HttpHardening, PathsAreTakenAsTheyAre) {
  const auto id = server.submit();
  // Nothing is decoded and nothing is folded, so that no proxy in front and no rule here can see another
  // path.
  const std::vector<std::string> paths = {"/api/../api/reviews/" + id,
                                          "/api/reviews/..%2f" + id,
                                          "/api//reviews/" + id,
                                          "//api/reviews/" + id,
                                          "/api/reviews/%2e%2e/" + id,
                                          "/api/reviews/" + id + "%00",
                                          "/api/reviews/" + id + "/%2e%2e/code",
                                          "/API/reviews/" + id,
                                          "/api/reviews/" + id + "%2fcode",
                                          "/api/reviews/./" + id,
                                          "/api/reviews/" + id + ";x=y",
                                          "/api\\reviews/" + id,
                                          "/assets/../../etc/passwd",
                                          "/assets/%2e%2e/%2e%2e/etc/passwd",
                                          "/docs/../api/reviews/" + id};
  for (const auto& path : paths) {
    const auto answer = client.ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path << answer.body;
    EXPECT_THAT(answer.body, Not(HasSubstr("root:"))) << path;
  }
  EXPECT_EQ(client.ask("GET", "/api/reviews/" + id).status, 200);
}

TEST_F(HttpHardening, RedirectsStayHere) {
  for (const char* path : {"//evil.example/", "/\\evil.example/", "/%2fevil.example/", "///evil.example/"}) {
    const auto answer = client.ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.field("location"), "") << path;
  }
  EXPECT_EQ(client.ask("GET", "/api/reviews/?page=1").field("location"), "/api/reviews?page=1");
}

TEST_F(HttpHardening, ControlCharactersInTheTargetAreRefused) {
  const std::vector<std::string> targets = {std::string{"/a\0b", 4}, "/a\tb", "/a\x7f", "/a\x01", "/a\rb"};
  for (const auto& target : targets) {
    HttpClient fresh{server.port()};
    fresh.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(fresh.answer().status, 400) << ::testing::PrintToString(target);
  }
}

TEST_F(HttpHardening, JsonBombsCostLittle) {
  const auto refused = [&](const std::string& body) {
    return client.ask("POST", "/api/reviews", body).status;
  };
  EXPECT_EQ(refused(std::string(2'000'000, '[')), 400);
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += R"({"a":)";
  EXPECT_EQ(refused(nested + "1" + std::string(100'000, '}')), 400);
  EXPECT_EQ(refused(R"({"language":"python","code":)" + std::string(1'000'000, '9') + "}"), 400);
  std::string many = R"({"language":"python","code":"x")";
  for (int i = 0; i < 100'000; ++i) many += ",\"field" + std::to_string(i) + "\":" + std::to_string(i);
  const auto answer = client.ask("POST", "/api/reviews", many + "}");
  EXPECT_EQ(answer.status, 202);
  EXPECT_LT(answer.body.size(), 20'000U) << "names only some of the fields that it ignored";
  std::string repeated = R"({"language":"python","code":"x")";
  for (int i = 0; i < 200'000; ++i) repeated += R"(,"code":"y")";
  EXPECT_EQ(refused(repeated + "}"), 202);
  EXPECT_EQ(refused("\"" + std::string(1'000'000, 'x')), 400);
  EXPECT_EQ(client.ask("GET", "/api/health").status, 200);
}

TEST_F(HttpHardening, TextOfOthersWritesNoFramesOfItsOwn) {
  const auto id = server.submit();
  const auto claim = server.begin_job();
  HttpClient stream{server.port()};
  stream.send("GET /api/reviews/" + id + "/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.read_until("in_progress");
  const std::vector<std::string> titles = {"a\n\nevent: done\ndata: {}\n\n", "b\r\revent: done\rdata: {}\r\r",
                                           "c\r\n\r\nevent: done\r\n\r\n", std::string{"d\0event: done", 13},
                                           "e\u2028\u2028event: done"};
  for (const auto& title : titles) {
    server.found_issue(claim, title);
  }
  server.end_job(claim);
  const auto all = stream.read_all();
  std::size_t done = 0;
  for (auto at = all.find("\nevent: done\n"); at != std::string::npos;
       at = all.find("\nevent: done\n", at + 1))
    ++done;
  EXPECT_EQ(done, 1U) << all;
  EXPECT_EQ(all.find('\r'), std::string::npos);
  EXPECT_EQ(all.find('\0'), std::string::npos);
}

TEST_F(HttpHardening, NothingOfARequestComesBackInAHeader) {
  const auto answer =
      client.ask("GET", "/api/reviews", {}, "X-Request-Id: a%0d%0aSet-Cookie:x=y\r\nOrigin: http://a b\r\n");
  EXPECT_THAT(answer.head, Not(HasSubstr("Set-Cookie")));
  EXPECT_THAT(answer.head, Not(HasSubstr("a b")));
  HttpClient fresh{server.port()};
  fresh.send("GET /api/reviews/?x=\xff%0d%0aSet-Cookie:a=b HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(fresh.answer().head, Not(HasSubstr("\nSet-Cookie")));
}

TEST(HttpFloods, OneAddressCanNotTakeAllConnections) {
  TestServerOptions options;
  options.limits.max_connections_per_address = 5;
  TestServer server{std::move(options)};
  std::vector<std::unique_ptr<HttpClient>> open;
  for (int i = 0; i < 5; ++i) {
    open.push_back(std::make_unique<HttpClient>(server.port()));
    ASSERT_EQ(open.back()->ask("GET", "/api/health").status, 200);
  }
  HttpClient extra{server.port()};
  EXPECT_EQ(extra.answer().status, 503);
  // Room comes back with the first that goes.
  open.pop_back();
  int status = 503;
  for (int i = 0; i < 500 && status != 200; ++i) {
    HttpClient again{server.port()};
    status = again.ask("GET", "/api/health").status;
  }
  EXPECT_EQ(status, 200);
}

TEST(HttpFloods, ManyIdleConnectionsLeaveRoomForWork) {
  // Both ends are in this process: two descriptors for each connection.
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = files.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  const std::size_t wanted = std::min<std::size_t>(10'000, files.rlim_cur / 2 - 500);
  RecordProperty("connections", static_cast<int>(wanted));
  TestServer server;
  std::vector<std::unique_ptr<HttpClient>> idle;
  idle.reserve(wanted);
  for (std::size_t i = 0; i < wanted; ++i) {
    idle.push_back(std::make_unique<HttpClient>(server.port()));
    if (i % 2 == 0) idle.back()->send("GET /api/hea");  // half of them hang in the middle of a head
  }
  HttpClient client{server.port()};
  const std::string all = "assay_http_connections " + std::to_string(wanted + 1) + "\n";
  std::string metrics;
  for (int i = 0; i < 3000 && metrics.find(all) == std::string::npos; ++i)
    metrics = client.ask("GET", "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr(all));
  EXPECT_EQ(client.ask("POST", "/api/reviews", R"({"language":"python","code":"x"})").status, 202);
  EXPECT_EQ(idle.back()->ask("GET", "/api/health").status == 200 ||
                idle[idle.size() - 2]->ask("GET", "/api/health").status == 200,
            true);
}

TEST(HttpFloods, ConnectionsThatComeAndGoLeaveNothing) {
  TestServer server;
  for (int round = 0; round < 20; ++round) {
    std::vector<std::unique_ptr<HttpClient>> burst;
    for (int i = 0; i < 50; ++i) {
      burst.push_back(std::make_unique<HttpClient>(server.port()));
      burst.back()->send(i % 3 == 0 ? "POST /api/reviews HTTP/1.1\r\nContent-Le" : "GET ");
      if (i % 2 == 0) burst.back()->reset();
    }
  }
  HttpClient client{server.port()};
  std::string metrics;
  for (int i = 0; i < 3000 && metrics.find("assay_http_connections 1\n") == std::string::npos; ++i)
    metrics = client.ask("GET", "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("assay_http_connections 1\n"));
}

}  // namespace
}  // namespace assay::tests
