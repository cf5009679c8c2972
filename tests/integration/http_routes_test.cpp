// The routes over a store in memory: what issue 2's table promises, and every refusal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kUnknownId = "0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44";

class HttpRoutes : public ::testing::Test {
 protected:
  HttpAnswer get(const std::string& target, std::string_view fields = {}) {
    return HttpClient{server.port()}.ask("GET", target, {}, fields);
  }
  HttpAnswer post(const std::string& target, std::string_view body, std::string_view fields = {}) {
    return HttpClient{server.port()}.ask("POST", target, body, fields);
  }
  void expect_problem(const HttpAnswer& answer, int status, const std::string& words,
                      const std::string& field = {}) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.field("content-type"), "application/problem+json");
    const auto document = base::JsonDocument::parse(answer.body);
    ASSERT_TRUE(document) << answer.body;
    const auto root = document->root();
    EXPECT_EQ(root.find("status")->as_int(), status);
    EXPECT_THAT(std::string{root.find("detail")->as_string().value_or("")}, HasSubstr(words));
    if (!field.empty()) {
      EXPECT_EQ(root.find("field")->as_string(), field) << answer.body;
    }
    EXPECT_EQ(root.find("request_id")->as_string(), answer.field("x-request-id"));
  }

  TestServer server;
};

TEST_F(HttpRoutes, Health) {
  const auto answer = get("/api/health");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"ok":true})");
  EXPECT_EQ(answer.field("content-type"), "application/json");
  EXPECT_EQ(get("/livez").body, R"({"ok":true})");
}

TEST_F(HttpRoutes, ReadyzSaysWhatItCanDo) {
  const auto answer = get("/readyz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"({"ok":true,"checks":[{"name":"store","ok":true,"detail":""}],"reviewers":[{"name":"static",)"
            R"("enabled":true,"detail":"test","model":null,"models":[]}],"limits":{"max_body_bytes":8388608,)"
            R"("max_code_bytes":1048576,"max_files":500,"max_wait_seconds":30},"version":")" ASSAY_VERSION
            R"("})");
}

TEST_F(HttpRoutes, SubmitThenReadUntilItIsCompleted) {
  const auto accepted =
      post("/api/reviews", R"({"language":"python","code":"print(1)\n","x":1,"options":{"y":2}})");
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  EXPECT_THAT(accepted.body, HasSubstr(R"("status":"pending","ignored_fields":["x","options.y"]})"));
  const auto location = accepted.field("location");
  ASSERT_THAT(location, HasSubstr("/api/reviews/"));

  const auto pending = get(location);
  EXPECT_EQ(pending.status, 200);
  EXPECT_THAT(pending.body, HasSubstr(R"("status":"pending")"));
  EXPECT_THAT(pending.body, HasSubstr(R"("score":null)"));

  server.end_job(server.begin_job());
  const auto done = get(location);
  EXPECT_THAT(done.body, HasSubstr(R"("status":"completed")"));
  EXPECT_THAT(done.body, HasSubstr(R"("score":10)"));
  EXPECT_TRUE(base::JsonDocument::parse(done.body)) << done.body;
  // Now from memory, the same bytes.
  EXPECT_EQ(get(location).body, done.body);
  EXPECT_NE(pending.field("etag"), done.field("etag"));

  const auto unchanged = get(location, "If-None-Match: " + done.field("etag") + "\r\n");
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.field("etag"), done.field("etag"));
  EXPECT_EQ(get(location, "If-None-Match: " + pending.field("etag") + "\r\n").status, 200);

  const auto again = post("/api/reviews", R"({"language":"python","code":"print(1)\n"})");
  EXPECT_EQ(again.status, 202);
  EXPECT_THAT(again.body, HasSubstr(R"("status":"completed")"));

  const auto code = get(location + "/code");
  EXPECT_THAT(code.body, HasSubstr(R"("code":"print(1)\n")"));
}

TEST_F(HttpRoutes, RefusesWrongSubmissionsWithASentence) {
  const auto refuse = [&](std::string_view body, int status, const std::string& words,
                          const std::string& field = {}) {
    SCOPED_TRACE(std::string{body});
    expect_problem(post("/api/reviews", body), status, words, field);
  };
  refuse("{", 400, "JSON");
  refuse("\xff\xfe", 400, "");
  refuse(std::string(200, '[') + std::string(200, ']'), 400, "");
  refuse("[]", 422, "object");
  refuse(R"({"code":"x"})", 422, "missing", "language");
  refuse(R"({"language":"python"})", 422, "missing", "code");
  refuse(R"({"language":"cobol","code":"x"})", 422, "csharp", "language");
  refuse(R"({"language":7,"code":"x"})", 422, "a string", "language");
  refuse(R"({"language":"python","code":["x"]})", 422, "a string", "code");
  refuse(R"({"language":"python","code":null})", 422, "a string", "code");
  refuse(R"({"language":"python","code":""})", 422, "empty", "code");
  refuse(R"({"language":"python","code":"\n\n"})", 422, "empty", "code");
  refuse(R"({"language":"python","code":"x","filename":3})", 422, "string", "filename");
  refuse(R"({"language":"python","code":"x","filename":"a\u0000b"})", 422, "control", "filename");
  refuse(R"({"language":"python","code":"x","options":[]})", 422, "object", "options");
  refuse(R"({"language":"python","code":"x","options":{"samples":0}})", 422, "1 to 9", "options.samples");
  refuse(R"({"language":"python","code":"x","options":{"samples":1.5}})", 422, "1 to 9", "options.samples");
  refuse(R"({"language":"python","code":"x","options":{"min_severity":"fatal"}})", 422, "low, med, high",
         "options.min_severity");
  refuse(R"({"language":"python","code":"x","options":{"no_cache":"yes"}})", 422, "true or false",
         "options.no_cache");
  refuse(R"({"language":"python","code":"x","options":{"reviewers":"static"}})", 422, "array",
         "options.reviewers");
  refuse(R"({"language":"python","code":"x","options":{"reviewers":["magic"]}})", 422, "magic",
         "options.reviewers");
  refuse(R"({"language":"python","code":")" + std::string(1024 * 1024 + 1, 'x') + "\"}", 413, "1048577",
         "code");
  expect_problem(
      post("/api/reviews", R"({"language":"python","code":"x","z":1})", "Prefer: handling=strict\r\n"), 422,
      "z", "z");
}

TEST_F(HttpRoutes, TakesCodeOfEveryKind) {
  EXPECT_EQ(post("/api/reviews", R"({"language":"python","code":"a\u0000b"})").status, 202);
  EXPECT_EQ(post("/api/reviews", R"({"language":"auto","code":"x","filename":null,"options":null})").status,
            202);
  // Of a key that stands twice the last one counts.
  EXPECT_EQ(post("/api/reviews", R"({"language":"cpp","language":"python","code":"","code":"y"})").status,
            422);
}

TEST_F(HttpRoutes, WantsJson) {
  HttpClient client{server.port()};
  client.send(
      "POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: "
      "2\r\n\r\n{}");
  expect_problem(client.answer(), 415, "text/xml");
  client.send(
      "POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b");
  const auto compressed = client.answer();
  expect_problem(compressed, 415, "Content-Encoding");
  EXPECT_EQ(compressed.field("accept-encoding"), "identity");
  client.send("POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
  expect_problem(client.answer(), 422, "language");
  client.send(
      "POST /api/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Type: Application/JSON; charset=utf-8\r\n"
      "Content-Length: 2\r\n\r\n{}");
  expect_problem(client.answer(), 422, "language");
}

TEST_F(HttpRoutes, UnknownThings) {
  const std::string id{kUnknownId};
  for (const std::string& bad : {id, std::string{"nonsense"}, std::string{"%00"}, std::string{"0192F5C4"}}) {
    expect_problem(get("/api/reviews/" + bad), 404, "no");
    expect_problem(get("/api/reviews/" + bad + "/code"), 404, "no");
    expect_problem(get("/api/reviews/" + bad + "/summary"), 404, "no");
    expect_problem(post("/api/reviews/" + bad + "/cancel", ""), 404, "no");
    expect_problem(post("/api/reviews/" + bad + "/rerun", ""), 404, "no");
    expect_problem(HttpClient{server.port()}.ask("DELETE", "/api/reviews/" + bad), 404, "no");
  }
  expect_problem(get("/api/nothing"), 404, "/api/nothing");
  expect_problem(get("/../../etc/passwd"), 404, "");
}

TEST_F(HttpRoutes, MethodsThatDoNotFit) {
  HttpClient client{server.port()};
  auto answer = client.ask("PUT", "/api/reviews");
  expect_problem(answer, 405, "PUT");
  EXPECT_EQ(answer.field("allow"), "POST, GET, HEAD, OPTIONS");
  answer = client.ask("DELETE", "/api/health");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.field("allow"), "GET, HEAD, OPTIONS");
  expect_problem(client.ask("BREW", "/api/health"), 501, "not implemented");
  answer = client.ask("OPTIONS", "/api/reviews");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.field("allow"), "POST, GET, HEAD, OPTIONS");
  answer = client.ask("HEAD", "/api/health");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("content-length"), "11");
  EXPECT_EQ(client.ask("GET", "/api/health").body, R"({"ok":true})");
  // What is streamed has no length, and both fields at once would be no HTTP.
  answer = client.ask("HEAD", "/api/reviews/export?format=csv");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("transfer-encoding"), "chunked");
  EXPECT_EQ(answer.field("content-length"), "");
  answer = client.ask("HEAD", "/api/events");
  EXPECT_EQ(answer.field("content-length"), "");
  EXPECT_EQ(client.ask("GET", "/api/health").body, R"({"ok":true})") << "the connection goes on";
}

TEST_F(HttpRoutes, RedirectsWhereThereIsASlashTooMuch) {
  auto answer = get("/api/reviews/?page=2");
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(answer.field("location"), "/api/reviews?page=2");
  EXPECT_EQ(post("/api/reviews/", "{}").status, 307);
  EXPECT_EQ(get("/redoc").field("location"), "/docs");
  EXPECT_EQ(get("/redoc/").field("location"), "/redoc");
  EXPECT_EQ(get("//evil.example/").status, 404);
}

TEST_F(HttpRoutes, HistoryFiltersAndPages) {
  for (int i = 0; i < 3; ++i) server.submit("x = " + std::to_string(i) + "\n");
  server.end_job(server.begin_job());
  auto answer = get("/api/reviews?page_size=2");
  EXPECT_EQ(answer.status, 200);
  auto document = base::JsonDocument::parse(answer.body);
  ASSERT_TRUE(document) << answer.body;
  EXPECT_EQ(document->root().find("items")->items().size(), 2U);
  EXPECT_EQ(document->root().find("total")->as_int(), 3);
  EXPECT_EQ(document->root().find("page_size")->as_int(), 2);
  const auto cursor = document->root().find("next_cursor")->as_string();
  ASSERT_TRUE(cursor);
  answer = get("/api/reviews?page_size=2&cursor=" + std::string{*cursor});
  EXPECT_EQ(base::JsonDocument::parse(answer.body)->root().find("items")->items().size(), 1U) << answer.body;

  EXPECT_THAT(
      get("/api/reviews?status=completed&language=python&min_score=10&max_score=10&start_date=2020-01-01"
          "&end_date=2100-01-01T00:00:00%2B01:00")
          .body,
      HasSubstr(R"("total":1)"));
  EXPECT_THAT(get("/api/reviews?end_date=2020-01-01").body, HasSubstr(R"({"items":[],"total":0)"));
  // The empty parameters of a form are none.
  EXPECT_THAT(get("/api/reviews?language=&status=&min_score=&page=1").body, HasSubstr(R"("total":3)"));
}

TEST_F(HttpRoutes, HistoryNamesTheWrongParameter) {
  const auto refuse = [&](const std::string& query, const std::string& field, const std::string& words) {
    SCOPED_TRACE(query);
    expect_problem(get("/api/reviews?" + query), 422, words, field);
  };
  refuse("language=cobol", "language", "python");
  refuse("status=done", "status", "in_progress");
  refuse("min_score=eleven", "min_score", "from 0 to 10");
  refuse("max_score=11", "max_score", "from 0 to 10");
  refuse("start_date=yesterday", "start_date", "ISO 8601");
  refuse("end_date=2026-13-01", "end_date", "ISO 8601");
  refuse("page=0", "page", "from 1");
  refuse("page=99999999999999999999", "page", "from 1");
  refuse("page_size=101", "page_size", "100");
  refuse("cursor=zzz", "cursor", "");
  expect_problem(get("/api/reviews?page=%zz"), 422, "percent");
  expect_problem(get("/api/stats?start=x"), 422, "ISO 8601", "start");
  expect_problem(get("/api/stats?end_date=x"), 422, "ISO 8601", "end_date");
}

TEST_F(HttpRoutes, Stats) {
  EXPECT_THAT(get("/api/stats").body,
              HasSubstr(R"({"total":0,"cached":0,"avg_score":null,"common_issues":[])"));
  server.submit();
  server.end_job(server.begin_job());
  const auto body = get("/api/stats?language=python&start=2020-01-01").body;
  EXPECT_THAT(body, HasSubstr(R"({"total":1,"cached":0,"avg_score":10,"common_issues":["A finding"])"));
  EXPECT_THAT(body, HasSubstr(R"("common_issue_counts":[{"title":"A finding","count":1}])"));
}

TEST_F(HttpRoutes, CancelRerunDelete) {
  const auto id = server.submit();
  auto answer = post("/api/reviews/" + id + "/cancel", "");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"id":")" + id + R"(","status":"cancelled"})");
  expect_problem(post("/api/reviews/" + id + "/cancel", ""), 409, "");

  answer = post("/api/reviews/" + id + "/rerun", "");
  EXPECT_EQ(answer.status, 202) << answer.body;
  EXPECT_THAT(get(answer.field("location")).body, HasSubstr(R"("rerun_of":")" + id));

  HttpClient client{server.port()};
  answer = client.ask("DELETE", "/api/reviews/" + id);
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.fields.count("content-length"), 0U);
  EXPECT_EQ(client.ask("GET", "/api/reviews/" + id).status, 404);
}

TEST_F(HttpRoutes, MetricsCountRequests) {
  get("/api/health");
  get("/api/health");
  const auto body = get("/metrics").body;
  EXPECT_THAT(body,
              HasSubstr(R"(assay_http_requests_total{route="/api/health",method="GET",status="200"} 2)"));
  EXPECT_THAT(body,
              HasSubstr(R"(assay_http_request_duration_seconds_count{route="/api/health",method="GET"} 2)"));
  EXPECT_THAT(body, HasSubstr("process_resident_memory_bytes"));
  EXPECT_THAT(body, HasSubstr(R"(assay_jobs_in_queue{state="ready"} 0)"));
}

TEST_F(HttpRoutes, DocumentationAndPage) {
  const auto answer = get("/openapi.json");
  EXPECT_EQ(answer.field("content-type"), "application/json");
  const auto document = base::JsonDocument::parse(answer.body);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().find("openapi")->as_string(), "3.1.0");
  EXPECT_EQ(get("/openapi.json", "If-None-Match: " + answer.field("etag") + "\r\n").status, 304);
  const auto docs = get("/docs");
  EXPECT_EQ(docs.field("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(docs.field("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(get("/").field("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/history", "Accept: text/html,*/*\r\n").status, 200);
  EXPECT_EQ(get("/history", "Accept: application/json\r\n").status, 404);
  EXPECT_EQ(get("/reviews/" + std::string{kUnknownId}, "Accept: text/html\r\n").status, 200);
  EXPECT_EQ(get("/no-such-page", "Accept: text/html\r\n").status, 200);
  EXPECT_EQ(get("/no-such-page").status, 404);
  EXPECT_EQ(get("/api/nothing", "Accept: text/html\r\n").status, 404);
  EXPECT_EQ(get("/assets/missing-abc.js", "Accept: text/html\r\n").status, 404);
}

TEST_F(HttpRoutes, RequestIds) {
  EXPECT_EQ(get("/api/health", "X-Request-Id: abc-1.2_3\r\n").field("x-request-id"), "abc-1.2_3");
  const auto made = get("/api/health", "X-Request-Id: a b<>\r\n").field("x-request-id");
  EXPECT_EQ(made.size(), 16U);
  EXPECT_NE(get("/api/health").field("x-request-id"), made);
}

TEST(HttpSubmissionLimit, ThreeThenTheFourthIsTooMany) {
  TestServerOptions options;
  options.per_hour = 3;
  TestServer server{std::move(options)};
  HttpClient client{server.port()};
  const auto post = [&](int i) {
    return client.ask("POST", "/api/reviews",
                      R"({"language":"python","code":"x = )" + std::to_string(i) + "\"}");
  };
  // What is wrong costs nothing.
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(client.ask("POST", "/api/reviews", R"({"language":"python","code":""})").status, 422);
    EXPECT_EQ(client.ask("POST", "/api/reviews/" + std::string{kUnknownId} + "/rerun").status, 404);
  }
  for (int i = 0; i < 3; ++i) {
    const auto answer = post(i);
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.field("ratelimit-policy"), R"("submissions";q=3;w=3600)");
    EXPECT_THAT(answer.field("ratelimit"), HasSubstr("\"submissions\";r=" + std::to_string(2 - i) + ";t="));
  }
  const auto refused = post(3);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.field("content-type"), "application/problem+json");
  const int wait = std::stoi(refused.field("retry-after"));
  EXPECT_GT(wait, 3590);
  EXPECT_LE(wait, 3600);
  EXPECT_THAT(refused.field("ratelimit"), HasSubstr("r=0"));
  EXPECT_THAT(refused.body, HasSubstr("3 per hour"));
}

TEST(HttpSubmissionLimit, LoopbackIsFreeUntilALimitIsSet) {
  TestServerOptions options;
  options.per_hour = std::nullopt;
  TestServer server{std::move(options)};
  HttpClient client{server.port()};
  for (int i = 0; i < 12; ++i) {
    const auto answer = client.ask("POST", "/api/reviews", R"({"language":"python","code":"x"})");
    ASSERT_EQ(answer.status, 202);
    EXPECT_EQ(answer.field("ratelimit"), "");
  }
}

}  // namespace
}  // namespace assay::tests
