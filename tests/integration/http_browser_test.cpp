// What browsers are told and what pages of other origins may do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kDevPage = "Origin: http://localhost:5173\r\n";
constexpr std::string_view kForeign = "Origin: http://evil.example\r\n";

class HttpBrowser : public ::testing::Test {
 protected:
  static TestServerOptions options() {
    TestServerOptions options;
    options.site.allowed_origins = {"https://Code.Example.com:443/app"};
    return options;
  }
  void expect_allowed(const HttpAnswer& answer, const std::string& origin) {
    EXPECT_EQ(answer.field("access-control-allow-origin"), origin);
    EXPECT_EQ(answer.field("access-control-expose-headers"),
              "Location, Retry-After, RateLimit, RateLimit-Policy, ETag, Idempotent-Replayed, "
              "Preference-Applied, X-Request-Id");
    EXPECT_THAT(answer.field("vary"), HasSubstr("Origin"));
    EXPECT_EQ(answer.fields.count("access-control-allow-credentials"), 0U);
  }

  TestServer server{options()};
  HttpClient client{server.port()};
};

TEST_F(HttpBrowser, AllowedOriginsGetTheFieldsOnEveryAnswer) {
  expect_allowed(client.ask("GET", "/api/health", {}, kDevPage), "http://localhost:5173");
  expect_allowed(client.ask("GET", "/api/health", {}, "Origin: http://127.0.0.1:5173\r\n"),
                 "http://127.0.0.1:5173");
  expect_allowed(client.ask("GET", "/api/health", {}, "Origin: https://code.example.com\r\n"),
                 "https://code.example.com");
  expect_allowed(client.ask("GET", "/api/nothing", {}, kDevPage), "http://localhost:5173");
  expect_allowed(client.ask("POST", "/api/reviews", "{", kDevPage), "http://localhost:5173");
  expect_allowed(client.ask("PUT", "/api/reviews", {}, kDevPage), "http://localhost:5173");
  HttpClient stream{server.port()};
  stream.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:5173\r\n\r\n");
  const auto head = parse_answer_head(stream.read_until("\r\n\r\n"));
  expect_allowed(head, "http://localhost:5173");
  HttpClient malformed{server.port()};
  malformed.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nOrigin: http://localhost:5173\r\n\r\n");
  expect_allowed(malformed.answer(), "http://localhost:5173");
}

TEST_F(HttpBrowser, OtherOriginsGetNone) {
  for (const std::string_view origin :
       {"Origin: http://evil.example\r\n", "Origin: null\r\n",
        "Origin: http://localhost:5173.evil.example\r\n", "Origin: https://localhost:5173\r\n"}) {
    const auto answer = client.ask("GET", "/api/health", {}, origin);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.fields.count("access-control-allow-origin"), 0U);
    EXPECT_EQ(answer.field("vary"), "Origin");
  }
}

TEST_F(HttpBrowser, Preflight) {
  auto answer = client.ask("OPTIONS", "/api/reviews", {},
                           "Origin: http://localhost:5173\r\nAccess-Control-Request-Method: POST\r\n"
                           "Access-Control-Request-Headers: content-type, x-anything\r\n");
  EXPECT_EQ(answer.status, 204);
  expect_allowed(answer, "http://localhost:5173");
  EXPECT_EQ(answer.field("access-control-allow-methods"), "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  EXPECT_EQ(answer.field("access-control-allow-headers"), "content-type, x-anything");
  answer = client.ask("OPTIONS", "/api/reviews", {},
                      "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n");
  EXPECT_EQ(answer.fields.count("access-control-allow-methods"), 0U);
  EXPECT_EQ(answer.fields.count("access-control-allow-origin"), 0U);
}

TEST_F(HttpBrowser, RefusesWritesFromForeignPagesOnLoopback) {
  const std::string_view body = R"({"language":"python","code":"x"})";
  EXPECT_EQ(client.ask("POST", "/api/reviews", body, kForeign).status, 403);
  EXPECT_EQ(client.ask("POST", "/api/reviews", body, "Origin: null\r\n").status, 403);
  EXPECT_EQ(client.ask("DELETE", "/api/reviews/x", {}, kForeign).status, 403);
  EXPECT_EQ(client.ask("POST", "/api/reviews", body, kDevPage).status, 202);
  EXPECT_EQ(client.ask("POST", "/api/reviews", body, "Origin: http://localhost\r\n").status, 202);
  EXPECT_EQ(client.ask("POST", "/api/reviews", body).status, 202);
}

TEST_F(HttpBrowser, RefusesUnknownHostsOnLoopback) {
  const auto with_host = [&](const std::string& host) {
    HttpClient other{server.port()};
    other.send("GET /api/health HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return other.answer().status;
  };
  for (const char* host :
       {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "127.9.9.9", "localhost."}) {
    EXPECT_EQ(with_host(host), 200) << host;
  }
  for (const char* host :
       {"evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1", "", "[::2]"}) {
    EXPECT_EQ(with_host(host), 421) << host;
  }
}

TEST(HttpOpenServer, DoesNotGuardHosts) {
  TestServerOptions options;
  options.site.loopback_only = false;
  TestServer server{std::move(options)};
  HttpClient client{server.port()};
  client.send("GET /api/health HTTP/1.1\r\nHost: assay.example\r\n\r\n");
  EXPECT_EQ(client.answer().status, 200);
}

TEST(HttpForwarded, ChargesTheAddressBehindATrustedProxy) {
  TestServerOptions options;
  options.per_hour = 1;
  options.site.client_address = *http::ClientAddress::trusting({"127.0.0.1"});
  TestServer server{std::move(options)};
  HttpClient client{server.port()};
  const auto post = [&](std::string_view forwarded) {
    return client.ask("POST", "/api/reviews", R"({"language":"python","code":"x"})", forwarded).status;
  };
  EXPECT_EQ(post("X-Forwarded-For: 1.1.1.1, 2.2.2.2\r\n"), 202);
  EXPECT_EQ(post("X-Forwarded-For: 9.9.9.9, 2.2.2.2\r\n"), 429);  // the left part is anybody's word
  EXPECT_EQ(post("X-Forwarded-For: 2.2.2.2, 127.0.0.1\r\n"), 429);
  EXPECT_EQ(post("X-Forwarded-For: 3.3.3.3\r\nX-Forwarded-For: 4.4.4.4:55\r\n"), 202);
  EXPECT_EQ(post("X-Forwarded-For: 4.4.4.4\r\n"), 429);
}

}  // namespace
}  // namespace assay::tests
