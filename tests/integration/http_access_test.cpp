// Keys, sessions, scopes: who is let in, and what they may do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using core::Permission;
using core::Permissions;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kSubmission = R"({"language":"python","code":"print(1)\n"})";

std::string bearer(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }

/// The value of a member of an answer's object; empty where it is no string.
std::string member(const HttpAnswer& answer, std::string_view name) {
  const auto document = base::JsonDocument::parse(answer.body);
  const auto found = document ? document->root().find(name) : std::nullopt;
  return std::string{found ? found->as_string().value_or("") : ""};
}

class HttpAccess : public ::testing::Test {
 protected:
  static TestServerOptions options() {
    TestServerOptions options;
    options.access.on = true;
    return options;
  }
  HttpAnswer ask(std::string_view method, std::string_view target, const std::string& token,
                 std::string_view body = {}) {
    return client.ask(method, target, body, token.empty() ? std::string{} : bearer(token));
  }
  /// Signs in; gives the cookie as it is sent back.
  std::string sign_in(const std::string& token) {
    last = client.ask("POST", "/api/session", R"({"key":")" + token + "\"}");
    const auto cookie = last.field("set-cookie");
    return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  }
  std::string csrf() { return "X-CSRF-Token: " + member(last, "csrf_token") + "\r\n"; }

  TestServer server{options()};
  HttpClient client{server.port()};
  HttpAnswer last;
  std::string admin = server.make_key({Permission::admin});
  std::string submitter = server.make_key({Permission::submit});
  std::string reader = server.make_key({Permission::read});
};

TEST_F(HttpAccess, WithoutAKeyOnlyWhatIsOpenAnswers) {
  for (const char* path : {"/api/health", "/livez", "/readyz", "/openapi.json", "/docs", "/", "/api/session"})
    EXPECT_EQ(ask("GET", path, "").status, 200) << path;
  for (const char* path : {"/api/reviews", "/api/stats", "/api/events", "/api/keys", "/api/rules",
                           "/api/settings", "/api/audit", "/metrics"}) {
    const auto answer = ask("GET", path, "");
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_EQ(answer.field("www-authenticate"), R"(Bearer realm="assay")") << path;
    EXPECT_EQ(answer.field("content-type"), "application/problem+json") << path;
  }
  EXPECT_EQ(ask("POST", "/api/reviews", "", kSubmission).status, 401);
}

TEST_F(HttpAccess, RefusesWhatIsNoGoodKey) {
  for (const std::string& token : {std::string{"assay_"}, admin.substr(0, admin.size() - 1), admin + "0",
                                   "assay_" + std::string(64, '0'), std::string(8000, 'x')}) {
    const auto answer = ask("GET", "/api/reviews", token);
    EXPECT_EQ(answer.status, 401) << token;
    EXPECT_THAT(answer.field("www-authenticate"), HasSubstr("invalid_token"));
    EXPECT_THAT(answer.body, Not(HasSubstr(token)));
  }
  for (const std::string field : {"Basic YTpi", "Bearer", "Bearer ", admin.c_str()})
    EXPECT_EQ(client.ask("GET", "/api/reviews", {}, "Authorization: " + field + "\r\n").status, 401) << field;
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, "Authorization: bEARER  " + admin + "\r\n").status, 200);
}

TEST_F(HttpAccess, ScopesIncludeEachOther) {
  EXPECT_EQ(ask("GET", "/api/reviews", reader).status, 200);
  EXPECT_EQ(ask("POST", "/api/reviews", reader, kSubmission).status, 403);
  EXPECT_EQ(ask("POST", "/api/reviews", submitter, kSubmission).status, 202);
  EXPECT_EQ(ask("GET", "/api/reviews", submitter).status, 200);
  EXPECT_EQ(ask("POST", "/api/reviews", admin, kSubmission).status, 202);
  for (const auto& token : {reader, submitter}) {
    const auto answer = ask("GET", "/api/keys", token);
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.field("www-authenticate"), HasSubstr("scope=\"admin\""));
    EXPECT_EQ(ask("GET", "/metrics", token).status, 403);
    EXPECT_EQ(ask("GET", "/api/audit", token).status, 403);
  }
  EXPECT_EQ(ask("GET", "/metrics", admin).status, 200);
}

TEST_F(HttpAccess, AKeyIsShownOnceAndWorksAtOnceAndIsRevokedAtOnce) {
  const auto created = ask("POST", "/api/keys", admin,
                           R"({"name":"ci","scopes":["read","submit"],"limits":{"reviews_per_day":5}})");
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.field("cache-control"), "no-store");
  const auto token = member(created, "secret");
  const auto id = created.field("location");
  EXPECT_EQ(token.size(), 70U);
  EXPECT_THAT(ask("GET", "/api/keys", admin).body, HasSubstr(token.substr(0, 14)));
  EXPECT_THAT(ask("GET", "/api/keys", admin).body, Not(HasSubstr(token)));
  EXPECT_EQ(ask("GET", "/api/reviews", token).status, 200);
  EXPECT_EQ(ask("DELETE", id, admin).status, 204);
  EXPECT_EQ(ask("GET", "/api/reviews", token).status, 401);
  EXPECT_EQ(ask("DELETE", id, admin).status, 204) << "again is no error";
  EXPECT_EQ(ask("DELETE", "/api/keys/0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44", admin).status, 404);
  EXPECT_EQ(ask("DELETE", "/api/keys/x", admin).status, 404);
  const auto audit = ask("GET", "/api/audit", admin).body;
  EXPECT_THAT(audit, HasSubstr("key.created"));
  EXPECT_THAT(audit, HasSubstr("key.revoked"));
  EXPECT_THAT(audit, Not(HasSubstr(token)));
}

TEST_F(HttpAccess, WhatAnAdministratorDeletesIsOnRecord) {
  const auto first = ask("POST", "/api/reviews", submitter, kSubmission).field("location");
  EXPECT_EQ(ask("DELETE", first, submitter).status, 204);
  EXPECT_THAT(ask("GET", "/api/audit", admin).body, Not(HasSubstr("review.deleted")));
  const auto second = ask("POST", "/api/reviews", submitter, kSubmission).field("location");
  EXPECT_EQ(ask("DELETE", second, admin).status, 204);
  const auto audit = ask("GET", "/api/audit", admin).body;
  EXPECT_THAT(audit, HasSubstr("review.deleted"));
  EXPECT_THAT(audit, HasSubstr(second.substr(second.rfind('/') + 1)));
  EXPECT_THAT(audit, HasSubstr("127.0.0.1"));
}

TEST_F(HttpAccess, SaysWhatIsWrongWithANewKey) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "name"},
      {R"({"name":""})", "name"},
      {R"({"name":7})", "name"},
      {R"({"name":"a\u0007"})", "name"},
      {R"({"name":"a","tenant":"Not OK"})", "tenant"},
      {R"({"name":"a","scopes":[]})", "scopes"},
      {R"({"name":"a","scopes":["root"]})", "scopes"},
      {R"({"name":"a","expires_at":"2001-01-01"})", "expires_at"},
      {R"({"name":"a","expires_at":"soon"})", "expires_at"},
      {R"({"name":"a","limits":{"reviews_per_day":0}})", "limits.reviews_per_day"},
      {R"({"name":"a","limits":{"reviews_per_day":"many"}})", "limits.reviews_per_day"},
      {R"({"name":"a","limits":{"review_per_day":5}})", "limits"},
      {R"({"name":"a","scope":["read"]})", "scope"},
  };
  for (const auto& [body, field] : cases) {
    const auto answer = ask("POST", "/api/keys", admin, body);
    EXPECT_EQ(answer.status, 422) << body << answer.body;
    EXPECT_EQ(member(answer, "field"), field) << body;
  }
  EXPECT_EQ(ask("POST", "/api/keys", admin, "{").status, 400);
}

TEST_F(HttpAccess, AnExpiredKeyIsNone) {
  const auto token = server.make_key({Permission::read}, "public", [this](core::ApiKey& key) {
    key.expires_at = server.clock.now() + std::chrono::milliseconds{150};
  });
  int status = ask("GET", "/api/reviews", token).status;
  EXPECT_EQ(status, 200);
  const auto until = server.clock.now() + std::chrono::seconds{10};
  while (status == 200 && server.clock.now() < until) status = ask("GET", "/api/reviews", token).status;
  EXPECT_EQ(status, 401);
}

TEST_F(HttpAccess, ASessionEndsWithItsKey) {
  const auto token = server.make_key({Permission::read}, "public", [this](core::ApiKey& key) {
    key.expires_at = server.clock.now() + std::chrono::minutes{10};
  });
  const auto cookie = sign_in(token);
  ASSERT_EQ(last.status, 200) << last.body;
  EXPECT_THAT(last.field("set-cookie"), ::testing::ContainsRegex("; Max-Age=(600|59[0-9]);"));
  const auto listed = ask("GET", "/api/keys", admin);
  EXPECT_THAT(listed.body, HasSubstr("\"expires_at\":\"" + member(last, "expires_at") + "\""));
}

TEST_F(HttpAccess, TwoKeysInOneRequestAreNone) {
  const auto two = "Authorization: Bearer " + admin + "\r\nAuthorization: Bearer " + submitter + "\r\n";
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, two).status, 401);
}

TEST_F(HttpAccess, APageSignsInWithACookieThatScriptsAndOtherSitesCanNotUse) {
  const auto cookie = sign_in(submitter);
  ASSERT_EQ(last.status, 200) << last.body;
  const auto set = last.field("set-cookie");
  EXPECT_THAT(set, ::testing::StartsWith("assay_session="));
  EXPECT_THAT(set, HasSubstr("; HttpOnly"));
  EXPECT_THAT(set, HasSubstr("; SameSite=Strict"));
  EXPECT_THAT(set, HasSubstr("; Path=/"));
  EXPECT_THAT(set, HasSubstr("; Max-Age=4"));
  EXPECT_THAT(set, Not(HasSubstr("Secure"))) << "it would never be sent back over a plain connection";
  EXPECT_THAT(set, Not(HasSubstr(submitter)));
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, cookie).status, 200);
  EXPECT_EQ(client.ask("POST", "/api/reviews", kSubmission, cookie).status, 403) << "no CSRF token";
  EXPECT_EQ(client.ask("POST", "/api/reviews", kSubmission, cookie + "X-CSRF-Token: 1\r\n").status, 403);
  EXPECT_EQ(client.ask("POST", "/api/reviews", kSubmission, cookie + csrf()).status, 202);
  EXPECT_EQ(
      client.ask("POST", "/api/reviews", kSubmission, cookie + csrf() + "Origin: http://evil.example\r\n")
          .status,
      403);
  const auto session = client.ask("GET", "/api/session", {}, cookie);
  EXPECT_EQ(member(session, "csrf_token"), member(last, "csrf_token"));
  EXPECT_EQ(client.ask("DELETE", "/api/session", {}, cookie).status, 403);
  const auto out = client.ask("DELETE", "/api/session", {}, cookie + csrf());
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(out.field("set-cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, cookie).status, 401);
  EXPECT_EQ(client.ask("DELETE", "/api/session").status, 204);
}

TEST_F(HttpAccess, AKeyIsNoSessionAndASessionIsNoKey) {
  const auto cookie = sign_in(submitter);
  const auto token = cookie.substr(cookie.find('=') + 1, 64);
  EXPECT_EQ(ask("GET", "/api/reviews", token).status, 401);
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, "Cookie: assay_session=" + submitter + "\r\n").status, 401);
  EXPECT_EQ(client.ask("POST", "/api/session", R"({"key":")" + token + "\"}").status, 401);
}

TEST_F(HttpAccess, RevokingAKeyEndsItsSessionsAndStreams) {
  const auto cookie = sign_in(submitter);
  HttpClient stream{server.port()};
  stream.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n");
  EXPECT_THAT(stream.read_until("event: snapshot"), HasSubstr("200 OK"));
  const auto keys = await(server.key_store.list(std::nullopt)).value();
  for (const auto& key : keys) {
    if (key.prefix != submitter.substr(0, 14)) continue;
    ASSERT_TRUE(await(server.keys.revoke({}, key.id, {})));
  }
  EXPECT_EQ(client.ask("GET", "/api/reviews", {}, cookie).status, 401);
  // The next event would be the tenant's; the stream ends instead.
  EXPECT_EQ(ask("POST", "/api/reviews", admin, kSubmission).status, 202);
  server.begin_job();
  const auto rest = stream.read_all();
  EXPECT_THAT(rest, HasSubstr("event: error\ndata: signed_out\n\n"));
  EXPECT_THAT(rest, Not(HasSubstr("in_progress")));
}

TEST_F(HttpAccess, SignInRefusesForeignPagesAndTooManyAttempts) {
  EXPECT_EQ(client.ask("POST", "/api/session", R"({"key":"x"})", "Origin: http://evil.example\r\n").status,
            403);
  EXPECT_EQ(client.ask("POST", "/api/session", R"({"key":7})").status, 422);
  EXPECT_EQ(client.ask("POST", "/api/session", "{").status, 400);
  HttpAnswer answer;
  for (int i = 0; i < 31; ++i) {
    answer = client.ask("POST", "/api/session", R"({"key":"wrong"})");
    if (answer.status != 401) break;
  }
  EXPECT_EQ(answer.status, 429);
  EXPECT_NE(answer.field("retry-after"), "");
  EXPECT_THAT(answer.field("ratelimit"), HasSubstr("sign-in"));
}

TEST_F(HttpAccess, SaysWhoOneIs) {
  auto answer = ask("GET", "/api/session", "");
  EXPECT_THAT(answer.body, HasSubstr(R"("access_control":true,"signed_in":false)"));
  answer = ask("GET", "/api/session", "assay_wrong");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("signed_in":false)"));
  answer = ask("GET", "/api/session", reader);
  EXPECT_THAT(answer.body, HasSubstr(R"("tenant":"public","scopes":["read"],"csrf_token":null)"));
}

TEST_F(HttpAccess, TheOwnersTokenIsAnAdministratorButNoPagesKey) {
  const auto owner = core::make_key_token(server.random);
  server.keys.set_owner(core::hash_token(owner));
  EXPECT_EQ(ask("GET", "/api/keys", owner).status, 200);
  EXPECT_EQ(client.ask("POST", "/api/session", R"({"key":")" + owner + "\"}").status, 401);
}

std::string code_number(int number) {
  return R"({"language":"python","code":"x = )" + std::to_string(number) + "\\n\"}";
}

TEST_F(HttpAccess, AQuotaCountsOnlyWhatCostsAReview) {
  const auto token =
      server.make_key({Permission::submit}, "public", [](core::ApiKey& key) { key.reviews_per_day = 2; });
  const auto post = [&](int number) { return ask("POST", "/api/reviews", token, code_number(number)); };
  EXPECT_THAT(post(1).field("ratelimit"), HasSubstr("\"reviews\";r=1"));
  EXPECT_EQ(post(1).status, 202) << "joins the job of the same code";
  server.end_job(server.begin_job());
  EXPECT_THAT(post(1).body, HasSubstr("completed")) << "from the cache";
  const auto second = post(2);
  EXPECT_EQ(second.status, 202);
  EXPECT_THAT(second.field("ratelimit"), HasSubstr("\"reviews\";r=0")) << "only the two jobs counted";
  const auto refused = post(3);
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("2 per day"));
  EXPECT_NE(refused.field("retry-after"), "");
  EXPECT_EQ(post(1).status, 202) << "what costs nothing goes on";
  EXPECT_EQ(ask("POST", second.field("location") + "/rerun", token).status, 429);
  EXPECT_EQ(ask("POST", "/api/reviews", submitter, code_number(4)).status, 202)
      << "other keys have their own";
}

TEST_F(HttpAccess, WhatAQuotaRefusesIsNoSubmission) {
  const auto token = server.make_key({Permission::submit}, "public", [](core::ApiKey& key) {
    key.submissions_per_hour = 3;
    key.reviews_per_day = 1;
  });
  const auto post = [&](int number) { return ask("POST", "/api/reviews", token, code_number(number)); };
  const auto first = post(1);
  EXPECT_EQ(first.status, 202);
  server.end_job(server.begin_job());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(post(2).status, 429);
    EXPECT_EQ(ask("POST", first.field("location") + "/rerun", token).status, 429);
  }
  EXPECT_THAT(post(1).field("ratelimit"), HasSubstr("\"submissions\";r=1;"));
  EXPECT_THAT(post(1).field("ratelimit"), HasSubstr("\"submissions\";r=0;"));
  const auto refused = post(1);
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("3 per hour"));
  EXPECT_LE(std::stoi(refused.field("retry-after")), 3600) << "the reviews of the day are not what it lacks";
}

TEST_F(HttpAccess, AKeysOwnLimitOfSubmissionsCountsEveryOne) {
  const auto token = server.make_key({Permission::submit}, "public", [](core::ApiKey& key) {
    key.submissions_per_hour = 2;
    key.reviews_per_day = 9;
  });
  for (int i = 0; i < 2; ++i) EXPECT_EQ(ask("POST", "/api/reviews", token, code_number(1)).status, 202);
  const auto refused = ask("POST", "/api/reviews", token, code_number(1));
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("2 per hour"));
  EXPECT_THAT(ask("GET", "/api/settings", token).body, HasSubstr(R"("name":"reviews","quota":9)"));
}

TEST_F(HttpAccess, NotesTheLastUseOffThePath) {
  const auto used = [&] {
    const auto keys = await(server.key_store.list(std::nullopt));
    for (const auto& key : *keys) {
      if (key.prefix == reader.substr(0, 14)) return key.last_used_at.has_value();
    }
    return false;
  };
  const auto unused = ask("GET", "/api/keys", admin).body;
  EXPECT_EQ(ask("GET", "/api/reviews", reader).status, 200);
  EXPECT_FALSE(used());
  const auto listed = ask("GET", "/api/keys", admin).body;
  const auto count_of_never = [](const std::string& body) {
    std::size_t count = 0;
    for (auto at = body.find("\"last_used_at\":null"); at != std::string::npos;
         at = body.find("\"last_used_at\":null", at + 1))
      ++count;
    return count;
  };
  EXPECT_EQ(count_of_never(listed) + 1, count_of_never(unused)) << "but whoever asks is told";
  await([](access::KeyRing& keys) -> base::Task<int> {
    co_await keys.flush_uses();
    co_return 0;
  }(server.keys));
  EXPECT_TRUE(used());
}

TEST_F(HttpAccess, WhatTheServerRunsWithIsToldToThoseWithAKeyOnly) {
  EXPECT_THAT(ask("GET", "/readyz", "").body, HasSubstr("\"reviewers\":[]"));
  EXPECT_THAT(ask("GET", "/readyz", reader).body, HasSubstr("\"name\":\"static\""));
}

TEST(HttpAccessOff, EverybodyMayUseItAndNobodyIsAnAdministrator) {
  TestServer server;
  HttpClient client{server.port()};
  const auto admin = server.make_key({Permission::admin});
  EXPECT_EQ(client.ask("POST", "/api/reviews", kSubmission).status, 202);
  EXPECT_EQ(client.ask("GET", "/metrics").status, 200);
  EXPECT_THAT(
      client.ask("GET", "/api/session").body,
      HasSubstr(R"("access_control":false,"signed_in":true,"name":null,"prefix":null,"tenant":"public",)"
                R"("scopes":["read","submit"])"));
  const auto refused = client.ask("POST", "/api/keys", R"({"name":"a"})");
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("assay key"));
  EXPECT_EQ(client.ask("POST", "/api/session", R"({"key":")" + admin + "\"}").status, 403);
  EXPECT_EQ(client.ask("GET", "/api/keys", {}, bearer(admin)).status, 200) << "a key proves what it is";
}

TEST(HttpAccessOff, MetricsCanBeOpened) {
  TestServerOptions options;
  options.access = {true, true};
  TestServer server{std::move(options)};
  HttpClient client{server.port()};
  EXPECT_EQ(client.ask("GET", "/metrics").status, 200);
  EXPECT_EQ(client.ask("GET", "/api/keys").status, 401);
}

}  // namespace
}  // namespace assay::tests
