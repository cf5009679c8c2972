// Real answers against api/openapi.json, and its examples against its own schemas.
#include "integration/http_openapi.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/routes/routes.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class HttpOpenApi : public ::testing::Test {
 protected:
  void expect(std::string_view operation, int status, const HttpAnswer& answer) {
    EXPECT_EQ(answer.status, status) << operation << answer.body;
    EXPECT_THAT(api.check_answer(operation, answer.status, answer.field("content-type"), answer.body),
                IsEmpty())
        << operation << answer.body;
  }

  OpenApi api;
  TestServer server;
  HttpClient client{server.port()};
};

TEST_F(HttpOpenApi, EveryAnswerIsAsDescribed) {
  const std::string unknown = "/api/reviews/0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44";
  const auto id = server.submit();
  const std::string review = "/api/reviews/" + id;
  expect("getReview", 200, client.ask("GET", review));
  expect("cancelReview", 404, client.ask("POST", unknown + "/cancel"));
  server.end_job(server.begin_job());
  const auto done = client.ask("GET", review);
  expect("getReview", 200, done);
  expect("getReview", 304, client.ask("GET", review, {}, "If-None-Match: " + done.field("etag") + "\r\n"));
  expect("getReview", 404, client.ask("GET", unknown));
  expect("listReviews", 200, client.ask("GET", "/api/reviews?page_size=1"));
  expect("listReviews", 200, client.ask("GET", "/api/reviews?fields=summary"));
  expect("listReviews", 200, client.ask("GET", "/api/reviews?fields=summary&status=failed"));
  expect("listReviews", 422, client.ask("GET", "/api/reviews?page=x"));
  expect("getCode", 200, client.ask("GET", review + "/code"));
  expect("getReviewSummary", 200, client.ask("GET", review + "/summary"));
  expect("getReviewSummary", 404, client.ask("GET", unknown + "/summary"));
  expect("getStats", 200, client.ask("GET", "/api/stats"));
  expect("getStats", 200, client.ask("GET", "/api/stats?time_zone=Asia/Kolkata&start=2026-01-01"));
  expect("getStats", 422, client.ask("GET", "/api/stats?time_zone=Mars/Olympus"));
  expect("listReviews", 200,
         client.ask("GET", "/api/reviews?q=print&severity=low&category=correctness&sort=lowest_score"));
  expect("exportHistory", 422, client.ask("GET", "/api/reviews/export"));
  expect("submit", 202, client.ask("POST", "/api/reviews", R"({"language":"go","code":"x","y":1})"));
  expect("submit", 400, client.ask("POST", "/api/reviews", "{"));
  expect("submit", 422, client.ask("POST", "/api/reviews", "{}"));
  expect("rerunReview", 202, client.ask("POST", review + "/rerun"));
  expect("cancelReview", 409, client.ask("POST", review + "/cancel"));
  expect("cancelReview", 200, client.ask("POST", "/api/reviews/" + server.submit("z\n") + "/cancel"));
  expect("deleteReview", 204, client.ask("DELETE", review));
  expect("deleteReview", 404, client.ask("DELETE", review));
  expect("getHealth", 200, client.ask("GET", "/api/health"));
  expect("getLiveness", 200, client.ask("GET", "/livez"));
  expect("getReadiness", 200, client.ask("GET", "/readyz"));
  expect("getOpenapi", 200, client.ask("GET", "/openapi.json"));
  const auto failing = server.submit("w\n");
  for (;;) {
    const auto claim = server.begin_job();
    server.end_job(claim, core::Status::failed);
    if (client.ask("GET", "/api/reviews/" + failing).body.find("\"failed\"") != std::string::npos) break;
  }
  expect("getReview", 200, client.ask("GET", "/api/reviews/" + failing));
}

TEST_F(HttpOpenApi, KeysSessionsAndFactsAreAsDescribed) {
  TestServerOptions options;
  options.access.on = true;
  TestServer guarded{std::move(options)};
  HttpClient caller{guarded.port()};
  const auto with = [](const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; };
  const auto admin = with(guarded.make_key({core::Permission::admin}));
  const auto reader = guarded.make_key({core::Permission::read});
  const std::string wanted =
      R"({"name":"ci","scopes":["submit"],"expires_at":"2999-01-01","limits":{"submissions_per_hour":5}})";
  const auto created = caller.ask("POST", "/api/keys", wanted, admin);
  expect("createKey", 201, created);
  expect("createKey", 401, caller.ask("POST", "/api/keys", wanted));
  expect("createKey", 403, caller.ask("POST", "/api/keys", wanted, with(reader)));
  expect("createKey", 422, caller.ask("POST", "/api/keys", "{}", admin));
  expect("listKeys", 200, caller.ask("GET", "/api/keys", {}, admin));
  const auto key = caller.ask("GET", created.field("location"), {}, admin);
  expect("getKey", 200, key);
  EXPECT_NE(created.body.find(key.body), std::string::npos) << "the key without its secret";
  expect("getKey", 404, caller.ask("GET", "/api/keys/x", {}, admin));
  expect("revokeKey", 204, caller.ask("DELETE", created.field("location"), {}, admin));
  expect("revokeKey", 404, caller.ask("DELETE", "/api/keys/x", {}, admin));
  expect("listAudit", 200, caller.ask("GET", "/api/audit?limit=1", {}, admin));
  expect("listAudit", 422, caller.ask("GET", "/api/audit?limit=x", {}, admin));
  expect("getSession", 200, caller.ask("GET", "/api/session"));
  expect("getSession", 200, caller.ask("GET", "/api/session", {}, with(reader)));
  expect("getSession", 200, client.ask("GET", "/api/session"));
  const auto signed_in = caller.ask("POST", "/api/session", R"({"key":")" + reader + "\"}");
  expect("signIn", 200, signed_in);
  expect("signIn", 401, caller.ask("POST", "/api/session", R"({"key":"x"})"));
  expect("signIn", 403, client.ask("POST", "/api/session", R"({"key":"x"})"));
  expect("signOut", 204, caller.ask("DELETE", "/api/session"));
  expect("getSettings", 200, caller.ask("GET", "/api/settings", {}, with(reader)));
  expect("getSettings", 401, caller.ask("GET", "/api/settings"));
  expect("listRules", 200, caller.ask("GET", "/api/rules", {}, with(reader)));
  expect("listRules", 422, caller.ask("GET", "/api/rules?severity=x", {}, with(reader)));
}

TEST_F(HttpOpenApi, EventsAreAsDescribed) {
  const auto id = server.submit();
  const auto claim = server.begin_job();
  server.found_issue(claim, "One");
  server.hub.publish(claim.job, core::Progressed{50, core::Stage::analysing});
  server.end_job(claim);
  HttpClient stream{server.port()};
  stream.send("GET /api/reviews/" + id + "/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.read_until("event: done\ndata: ");
  EXPECT_THAT(api.check("DoneEvent", stream.read_until("\n\n")), IsEmpty());

  HttpClient everything{server.port()};
  everything.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  everything.read_until("event: snapshot\ndata: ");
  EXPECT_THAT(api.check("SnapshotEvent", everything.read_until("\n\n")), IsEmpty());
  server.submit("y\n");
  const auto second = server.begin_job();
  server.found_issue(second, "Two");
  server.hub.publish(second.job, core::Progressed{50, core::Stage::analysing});
  server.end_job(second);
  const std::pair<const char*, const char*> expected[] = {
      {"status", "StatusEvent"}, {"status", "StatusEvent"},
      {"issue", "IssueEvent"},   {"progress", "SubmissionProgressEvent"},
      {"status", "StatusEvent"}, {"done", "StatusEvent"}};
  for (const auto& [event, schema] : expected) {
    everything.read_until(std::string{"event: "} + event + "\ndata: ");
    EXPECT_THAT(api.check(schema, everything.read_until("\n\n")), IsEmpty()) << schema;
  }
}

TEST_F(HttpOpenApi, EveryRouteIsDescribed) {
  std::vector<std::string> routes;
  for (const auto& route : http::all_routes()) {
    if (route.path != "/redoc")  // an old address that redirects
      routes.push_back(std::string{to_string(route.method)} + " " + std::string{route.path});
  }
  EXPECT_THAT(api.operations(), ::testing::UnorderedElementsAreArray(routes));
}

TEST_F(HttpOpenApi, ExamplesAreAsDescribed) { EXPECT_THAT(api.check_examples(), IsEmpty()); }

TEST_F(HttpOpenApi, TheJudgeCanSayNo) {
  EXPECT_THAT(api.check("StatusEvent", R"({"id":"x","status":"done"})"), Not(IsEmpty()));
  EXPECT_THAT(api.check("StatusEvent", R"({"id":"x"})"), Not(IsEmpty()));
  EXPECT_THAT(api.check("StatusEvent", R"({"id":1,"status":"failed"})"), Not(IsEmpty()));
  EXPECT_THAT(api.check("StatusEvent", R"({"id":"x","status":"failed","more":1})"), Not(IsEmpty()));
  EXPECT_THAT(api.check("ProgressEvent", R"({"percent":101,"stage":"queued"})"), Not(IsEmpty()));
  EXPECT_THAT(api.check("ReviewSummary", R"({"id":"x","issues":[]})"), Not(IsEmpty()));
  EXPECT_THAT(api.check_answer("listReviews", 200, "application/json", "{}"), Not(IsEmpty()));
  EXPECT_THAT(api.check_answer("getHealth", 418, "application/json", "{}"), Not(IsEmpty()));
}

}  // namespace
}  // namespace assay::tests
