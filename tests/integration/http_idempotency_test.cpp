// Repeated requests, and requests that wait for their review.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_openapi.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kBody = R"({"language":"python","code":"print(1)\n","odd":1})";

class HttpIdempotency : public ::testing::Test {
 protected:
  HttpAnswer post(TestServer& server, std::string_view fields, std::string_view body = kBody) {
    auto answer = HttpClient{server.port()}.ask("POST", "/api/reviews", body, fields);
    EXPECT_THAT(api.check_answer("submit", answer.status, answer.field("content-type"), answer.body),
                IsEmpty())
        << answer.body;
    return answer;
  }
  OpenApi api;
};

TEST_F(HttpIdempotency, TheSameKeyAndBodyGetTheFirstAnswerAndCostNothing) {
  TestServerOptions options;
  options.per_hour = 1;
  TestServer server{options};
  const auto first = post(server, "Idempotency-Key: \"k-1\"\r\n");
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(first.field("idempotent-replayed"), "");
  EXPECT_THAT(first.field("ratelimit"), HasSubstr("r=0"));
  for (const auto* written : {"Idempotency-Key: \"k-1\"\r\n", "Idempotency-Key: k-1\r\n"}) {
    const auto again = post(server, written);
    EXPECT_EQ(again.status, 202) << again.body;
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.field("location"), first.field("location"));
    EXPECT_EQ(again.field("idempotent-replayed"), "true");
    EXPECT_EQ(again.field("ratelimit"), "") << "free of the limit";
  }
  EXPECT_EQ(post(server, "").status, 429);
  const auto other = post(server, "Idempotency-Key: k-1\r\n", R"({"language":"python","code":"print(2)\n"})");
  EXPECT_EQ(other.status, 422);
  EXPECT_THAT(other.body, HasSubstr(R"("field":"Idempotency-Key")"));
  EXPECT_EQ(await(server.queue.depth())->ready, 1);
}

TEST_F(HttpIdempotency, OnlySuccessesAreRemembered) {
  TestServer server;
  EXPECT_EQ(post(server, "Idempotency-Key: k\r\n", R"({"language":"python"})").status, 422);
  EXPECT_EQ(post(server, "Idempotency-Key: k\r\n").status, 202);
}

TEST_F(HttpIdempotency, WhatIsNoKeyIsRefused) {
  TestServer server;
  for (const auto& key : {std::string{}, std::string{"\"\""}, std::string{"\"x"}, std::string{"\"x\"y"},
                          std::string{"\"a\\b\""}, std::string(256, 'x'), std::string{"caf\xc3\xa9"}}) {
    const auto answer = post(server, "Idempotency-Key: " + key + "\r\n");
    EXPECT_EQ(answer.status, 422) << key;
    EXPECT_THAT(answer.body, HasSubstr("Idempotency-Key")) << key;
  }
}

TEST_F(HttpIdempotency, ManyAtOnceMakeOneSubmission) {
  TestServer server;
  std::vector<std::thread> threads;
  std::vector<HttpAnswer> answers(16);
  for (auto& answer : answers)
    threads.emplace_back([&] {
      answer = HttpClient{server.port()}.ask("POST", "/api/reviews", kBody, "Idempotency-Key: k\r\n");
    });
  for (auto& thread : threads) thread.join();
  std::string location;
  int first = 0;
  for (const auto& answer : answers) {
    if (answer.status == 409) continue;  // while the first one is not answered yet
    EXPECT_EQ(answer.status, 202);
    if (!location.empty()) {
      EXPECT_EQ(answer.field("location"), location);
    }
    location = answer.field("location");
    first += answer.field("idempotent-replayed").empty() ? 1 : 0;
  }
  EXPECT_EQ(first, 1);
  EXPECT_EQ(await(server.queue.depth())->ready, 1);
}

TEST_F(HttpIdempotency, AKeyHeldByARequestIsAConflict) {
  http::KeysInProgress keys;
  const core::IdempotencyKey key{"me", "k", "body"};
  auto hold = keys.hold(core::Scope{"public"}, key);
  ASSERT_TRUE(hold);
  EXPECT_FALSE(keys.hold(core::Scope{"public"}, key));
  EXPECT_TRUE(keys.hold(core::Scope{"other"}, key));
  hold.reset();
  EXPECT_TRUE(keys.hold(core::Scope{"public"}, key));
  EXPECT_EQ(http::key_in_progress().status, 409);
}

TEST_F(HttpIdempotency, WaitAnswersWithTheReviewAsSoonAsItIsThere) {
  TestServer server;
  HttpAnswer answer;
  std::thread client{[&] { answer = post(server, "Prefer: wait=30\r\nIdempotency-Key: k\r\n"); }};
  while (await(server.queue.depth())->ready == 0) std::this_thread::yield();
  server.end_job(server.begin_job());
  client.join();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("preference-applied"), "wait=30");
  EXPECT_THAT(answer.field("location"), HasSubstr("/api/reviews/"));
  EXPECT_THAT(answer.body, HasSubstr(R"("status":"completed")"));
  EXPECT_FALSE(answer.field("etag").empty());
  // The same once more, now from memory: the same submission, and no wait.
  const auto again = post(server, "Prefer: wait=30\r\nIdempotency-Key: k\r\n");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, answer.body);
  EXPECT_EQ(again.field("idempotent-replayed"), "true");
  const auto cached = post(server, "Prefer: wait=30\r\n");
  EXPECT_EQ(cached.status, 200);
  EXPECT_THAT(cached.body, HasSubstr(R"("cached":true)"));
}

TEST_F(HttpIdempotency, WaitEndsWithTheServerAndTellsTheId) {
  TestServer server;
  HttpAnswer answer;
  const auto begun = std::chrono::steady_clock::now();
  std::thread client{[&] { answer = post(server, "Prefer: wait=30\r\n"); }};
  while (await(server.queue.depth())->ready == 0) std::this_thread::yield();
  server.draining = true;
  client.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
  EXPECT_EQ(answer.status, 202) << answer.body;
  EXPECT_THAT(answer.field("location"), HasSubstr("/api/reviews/"));
}

TEST_F(HttpIdempotency, ARerunIsRepeatedSafelyAndWaitedForToo) {
  TestServer server;
  const auto first = "/api/reviews/" + server.submit("print(1)\n");
  const auto other = "/api/reviews/" + server.submit("print(2)\n");
  server.end_job(server.begin_job());
  server.end_job(server.begin_job());
  const auto rerun = [&](const std::string& review, std::string_view fields) {
    auto answer = HttpClient{server.port()}.ask("POST", review + "/rerun", {}, fields);
    EXPECT_THAT(api.check_answer("rerunReview", answer.status, answer.field("content-type"), answer.body),
                IsEmpty())
        << answer.body;
    return answer;
  };
  const auto made = rerun(first, "Idempotency-Key: k\r\n");
  EXPECT_EQ(made.status, 202);
  const auto again = rerun(first, "Idempotency-Key: k\r\n");
  EXPECT_EQ(again.body, made.body);
  EXPECT_EQ(again.field("idempotent-replayed"), "true");
  EXPECT_EQ(await(server.queue.depth())->ready, 1) << "one rerun";
  EXPECT_EQ(rerun(other, "Idempotency-Key: k\r\n").status, 422) << "another request";
  EXPECT_EQ(post(server, "Idempotency-Key: k\r\n").status, 422);
  EXPECT_NE(rerun(first, "Idempotency-Key: k2\r\n").body, made.body);

  server.end_job(server.begin_job());
  const auto waited = rerun(first, "Idempotency-Key: k\r\nPrefer: wait=30, handling=strict\r\n");
  EXPECT_EQ(waited.status, 200) << waited.body;
  EXPECT_EQ(waited.field("preference-applied"), "wait=30");
  EXPECT_THAT(waited.body, HasSubstr(R"("rerun_of":")"));
}

TEST_F(HttpIdempotency, WaitThatIsNotEnoughAnswersAsEver) {
  TestServer server;
  const auto none = post(server, "Prefer: wait=0, handling=lenient\r\n");
  EXPECT_EQ(none.status, 202);
  EXPECT_EQ(none.field("preference-applied"), "wait=0");
  EXPECT_THAT(none.body, HasSubstr(R"("status":"pending")"));
  const auto short_wait = post(server, "Prefer: wait=1\r\n");
  EXPECT_EQ(short_wait.status, 202);
  EXPECT_EQ(post(server, "").field("preference-applied"), "");
}

}  // namespace
}  // namespace assay::tests
