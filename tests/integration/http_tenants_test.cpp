// No route gives a tenant anything of another one's. Every route of the table is tried; a new one fails here
// until it is listed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/json_reader.hpp"
#include "http/routes/routes.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using core::Permission;
using ::testing::HasSubstr;
using ::testing::Not;

/// What a stranger must get when the ids are another tenant's.
enum class Must {
  not_find,  ///< the same 404 as for an id that nobody has
  hide,      ///< an answer in which nothing of the other tenant's is
  say_none   ///< a stream that says that there is nothing, and ends
};

struct Attempt {
  Must must;
  std::string query = {};
  std::string body = {};
};

/// By method and path of the route. "{id}" and "{other}" become ids of the victim's.
const std::map<std::string, Attempt>& attempts() {
  static const std::map<std::string, Attempt> kAttempts = {
      {"GET /api/reviews/export", {Must::hide, "?format=ndjson"}},
      {"GET /api/reviews/{id}", {Must::not_find}},
      {"DELETE /api/reviews/{id}", {Must::not_find}},
      {"POST /api/reviews",
       {Must::hide, "", R"({"language":"python","code":"marker = 1\n","filename":"x.py"})"}},
      {"GET /api/reviews", {Must::hide, "?page_size=100"}},
      {"GET /api/reviews/{id}/stream", {Must::say_none}},
      {"GET /api/reviews/{id}/code", {Must::not_find}},
      {"GET /api/reviews/{id}/summary", {Must::not_find}},
      {"GET /api/reviews/{id}/export", {Must::not_find, "?format=json"}},
      {"PATCH /api/reviews/{id}/issues/{issue_id}",
       {Must::not_find, "", R"({"status":"dismissed","reason":"marker"})"}},
      {"GET /api/reviews/{id}/issues/{issue_id}", {Must::not_find}},
      {"GET /api/reviews/{id}/compare/{other}", {Must::not_find}},
      {"POST /api/reviews/{id}/cancel", {Must::not_find}},
      {"POST /api/reviews/{id}/rerun", {Must::not_find}},
      {"GET /api/events", {Must::hide}},
      {"GET /api/stats", {Must::hide}},
      {"GET /api/session", {Must::hide}},
      {"POST /api/session", {Must::hide, "", R"({"key":"marker"})"}},
      {"DELETE /api/session", {Must::hide}},
      {"GET /api/settings", {Must::hide}},
      {"GET /api/rules", {Must::hide}},
      {"GET /api/keys", {Must::hide}},
      {"POST /api/keys", {Must::hide, "", R"({"name":"mine","tenant":"victim","scopes":["admin"]})"}},
      {"GET /api/keys/{key_id}", {Must::not_find}},
      {"DELETE /api/keys/{key_id}", {Must::not_find}},
      {"GET /api/audit", {Must::hide}},
      {"GET /api/health", {Must::hide}},
      {"GET /livez", {Must::hide}},
      {"GET /readyz", {Must::hide}},
      {"GET /metrics", {Must::hide}},
      {"GET /openapi.json", {Must::hide}},
      {"GET /docs", {Must::hide}},
      {"GET /redoc", {Must::hide}},
  };
  return kAttempts;
}

class HttpTenants : public ::testing::Test {
 protected:
  static TestServerOptions options() {
    TestServerOptions options;
    options.access.on = true;
    return options;
  }
  static std::string with(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }
  static std::string replaced(std::string path, const std::string& name, const std::string& by) {
    const auto at = path.find(name);
    return at == std::string::npos ? path : path.replace(at, name.size(), by);
  }
  /// The path of a route with these ids.
  static std::string filled(std::string_view path, const std::string& id, const std::string& other,
                            const std::string& key) {
    auto out = replaced(std::string{path}, "{id}", id);
    out = replaced(out, "{other}", other);
    out = replaced(out, "{issue_id}", "abc");
    return replaced(out, "{key_id}", key);
  }
  static std::string id_in(const HttpAnswer& answer) {
    const auto document = base::JsonDocument::parse(answer.body);
    return std::string{document->root().find("id")->as_string().value()};
  }
  std::string submit(const std::string& token, const std::string& code) {
    return id_in(client.ask("POST", "/api/reviews",
                            R"({"language":"python","filename":"marker.py","code":")" + code + "\"}",
                            with(token)));
  }
  HttpAnswer ask(const http::Route& route, const std::string& path, const Attempt& attempt,
                 const std::string& token) {
    HttpClient fresh{server.port()};
    if (route.path != "/api/events")
      return fresh.ask(to_string(route.method), path + attempt.query, attempt.body, with(token));
    // This one does not end; what it says at once must be nothing of the others'.
    fresh.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + with(token) + "\r\n");
    HttpAnswer answer;
    answer.status = 200;
    answer.body = fresh.read_until("\"gap\":false}\n\n");
    return answer;
  }

  TestServer server{options()};
  HttpClient client{server.port()};
  std::string victim = server.make_key({Permission::admin}, "victim");
  std::string stranger = server.make_key({Permission::admin}, "stranger");
};

TEST_F(HttpTenants, NoRouteGivesAnythingOfAnotherTenants) {
  const auto id = submit(victim, "marker = 1\\n");
  const auto other = submit(victim, "marker = 2\\n");
  server.end_job(server.begin_job());
  server.end_job(server.begin_job());
  std::string key;
  const auto keys = await(server.key_store.list(core::Scope{"victim"}));
  for (const auto& known : *keys) key = known.id.str();
  const std::string unknown = "0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44";

  for (const auto& route : http::all_routes()) {
    const auto name = std::string{to_string(route.method)} + " " + std::string{route.path};
    SCOPED_TRACE(name);
    const auto known = attempts().find(name);
    if (known == attempts().end()) {
      ADD_FAILURE() << "is not in the table of attempts: say what a stranger must get";
      continue;
    }
    const auto& attempt = known->second;
    const auto path = filled(route.path, id, other, key);
    const auto answer = ask(route, path, attempt, stranger);
    for (const std::string& secret :
         {id, other, key, std::string{"marker.py"}, std::string{"\"A finding\""}, std::string{"\"victim\""}})
      EXPECT_THAT(replaced(answer.body, path, ""), Not(HasSubstr(secret)));
    if (attempt.must == Must::not_find) {
      const auto nobodys = ask(route, filled(route.path, unknown, unknown, unknown), attempt, stranger);
      EXPECT_EQ(answer.status, 404) << answer.body;
      EXPECT_EQ(answer.status, nobodys.status);
      EXPECT_EQ(answer.body.substr(0, answer.body.find("request_id")),
                nobodys.body.substr(0, nobodys.body.find("request_id")))
          << "must not tell that it exists";
    } else if (attempt.must == Must::say_none) {
      HttpClient stream{server.port()};
      stream.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + with(stranger) + "\r\n");
      EXPECT_THAT(stream.read_all(), HasSubstr("event: error\ndata: not_found\n\n"));
    }
  }

  // Nothing of it changed anything, and the owner sees all of it: the ids were good ones.
  for (const auto& mine : {id, other}) {
    const auto answer = client.ask("GET", "/api/reviews/" + mine, {}, with(victim));
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("A finding"));
  }
  EXPECT_THAT(client.ask("GET", "/api/stats", {}, with(victim)).body, HasSubstr("A finding"));
  EXPECT_THAT(client.ask("GET", "/api/keys", {}, with(victim)).body, HasSubstr(key));
}

TEST_F(HttpTenants, EqualCodeOfTwoTenantsIsReviewedTwice) {
  submit(victim, "same = 1\\n");
  server.end_job(server.begin_job());
  const auto again =
      client.ask("POST", "/api/reviews",
                 R"({"language":"python","filename":"marker.py","code":"same = 1\n"})", with(victim));
  EXPECT_THAT(again.body, HasSubstr("completed")) << "the owner gets it from the cache";
  const auto theirs =
      client.ask("POST", "/api/reviews",
                 R"({"language":"python","filename":"marker.py","code":"same = 1\n"})", with(stranger));
  EXPECT_THAT(theirs.body, HasSubstr("pending"));
}

TEST_F(HttpTenants, EventsGoToTheirTenantAlone) {
  HttpClient strangers{server.port()};
  strangers.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + with(stranger) + "\r\n");
  strangers.read_until("\"gap\":false}\n\n");
  HttpClient victims{server.port()};
  victims.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + with(victim) + "\r\n");
  victims.read_until("\"gap\":false}\n\n");
  const auto theirs = submit(victim, "a = 1\\n");
  server.end_job(server.begin_job());
  EXPECT_THAT(victims.read_until("event: done"), HasSubstr(theirs));
  const auto own = submit(stranger, "b = 1\\n");
  server.end_job(server.begin_job());
  const auto seen = strangers.read_until("event: done");
  EXPECT_THAT(seen, HasSubstr(own));
  EXPECT_THAT(seen, Not(HasSubstr(theirs)));
}

TEST_F(HttpTenants, OnlyOperatorsSeeAndMakeKeysOfOtherTenants) {
  const auto wanted = R"({"name":"k","tenant":"stranger"})";
  EXPECT_EQ(client.ask("POST", "/api/keys", wanted, with(victim)).status, 403);
  const auto oper = server.make_key({Permission::admin});
  EXPECT_EQ(client.ask("POST", "/api/keys", wanted, with(oper)).status, 201);
  const auto all = client.ask("GET", "/api/keys", {}, with(oper)).body;
  EXPECT_THAT(all, HasSubstr("\"victim\""));
  EXPECT_THAT(all, HasSubstr("\"stranger\""));
  EXPECT_THAT(client.ask("GET", "/api/audit", {}, with(oper)).body, HasSubstr("\"victim\""));
}

}  // namespace
}  // namespace assay::tests
