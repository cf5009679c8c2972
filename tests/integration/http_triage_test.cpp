// States of issues and comparisons over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_openapi.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class HttpTriage : public ::testing::Test {
 protected:
  HttpAnswer ask(std::string_view operation, std::string_view method, const std::string& target,
                 std::string_view body = {}, std::string_view fields = {}) {
    auto answer = HttpClient{server.port()}.ask(method, target, body, fields);
    EXPECT_THAT(api.check_answer(operation, answer.status, answer.field("content-type"), answer.body),
                IsEmpty())
        << answer.body;
    return answer;
  }
  std::string finished(const std::string& code) {
    auto id = server.submit(code);
    server.end_job(server.begin_job());
    return "/api/reviews/" + id;
  }
  std::string issue_of(const std::string& review) {
    const auto answer = ask("getReview", "GET", review);
    const auto document = base::JsonDocument::parse(answer.body);
    return review + "/issues/" +
           std::string{document->root().find("issues")->items().at(0).find("id")->as_string().value()};
  }

  OpenApi api;
  TestServer server;
};

TEST_F(HttpTriage, AStateIsShownWhereverTheIssueIs) {
  const auto review = finished("print(1)\n");
  const auto issue = issue_of(review);
  const auto before = ask("getReview", "GET", review);
  EXPECT_THAT(before.body, HasSubstr(R"("state":{"status":"open","reason":null,"by":null,"at":null})"));

  const auto set =
      ask("setIssueState", "PATCH", issue, R"({"status":"dismissed","reason":"It is \"meant\"."})");
  EXPECT_EQ(set.status, 200) << set.body;
  const auto* state = R"("state":{"status":"dismissed","reason":"It is \"meant\".","by":null,"at":"2)";
  EXPECT_THAT(set.body, HasSubstr(state));
  const auto after = ask("getReview", "GET", review);
  EXPECT_THAT(after.body, HasSubstr(state));
  EXPECT_NE(after.field("etag"), before.field("etag"));
  EXPECT_EQ(ask("getReview", "GET", review, {}, "If-None-Match: " + before.field("etag") + "\r\n").status,
            200);
  EXPECT_EQ(ask("getReview", "GET", review, {}, "If-None-Match: " + after.field("etag") + "\r\n").status,
            304);
  EXPECT_THAT(ask("listReviews", "GET", "/api/reviews").body, HasSubstr(state));
  HttpClient stream{server.port()};
  stream.send("GET " + review + "/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.read_until("event: done\ndata: ");
  EXPECT_THAT(stream.read_until("\n\n"), HasSubstr(state));

  // The same finding in other code of the same (unnamed) file.
  EXPECT_THAT(ask("getReview", "GET", finished("print(2)\n")).body, HasSubstr(state));
}

TEST_F(HttpTriage, NoReportRaisesWhatWasDismissed) {
  const auto review = finished("print(1)\n");
  const auto issue = issue_of(review);
  const auto report = [&](const std::string& format) {
    return ask("exportReview", "GET", review + "/export?format=" + format).body;
  };
  constexpr std::array kOfFindings = {"codequality", "checkstyle", "rdjson", "github", "csv", "junit"};
  ask("setIssueState", "PATCH", issue, R"({"status":"fixed"})");
  EXPECT_THAT(report("json"), HasSubstr(R"("state":{"status":"fixed")"));
  EXPECT_THAT(report("sarif"), Not(HasSubstr("suppressions")));
  for (const auto* format : kOfFindings)
    EXPECT_THAT(report(format), HasSubstr("A finding")) << format << ": it was found all the same";
  ask("setIssueState", "PATCH", issue, R"({"status":"dismissed","reason":"It is meant."})");
  EXPECT_THAT(report("json"), HasSubstr(R"("state":{"status":"dismissed")"));
  EXPECT_THAT(report("json"), HasSubstr(R"("issues":0)"));
  EXPECT_THAT(report("sarif"), HasSubstr(R"("suppressions":[{"kind":"external")"));
  EXPECT_THAT(report("sarif"), HasSubstr("dismissed: It is meant."));
  for (const auto* format : kOfFindings) EXPECT_THAT(report(format), Not(HasSubstr("A finding"))) << format;
}

TEST_F(HttpTriage, ItCanBeTakenBackAndItsHistoryStays) {
  const auto review = finished("print(1)\n");
  const auto issue = issue_of(review);
  ask("setIssueState", "PATCH", issue, R"({"status":"fixed"})");
  const auto undone = ask("setIssueState", "PATCH", issue, R"({"status":"open","reason":"Not yet."})");
  EXPECT_THAT(undone.body, HasSubstr(R"("state":{"status":"open","reason":"Not yet.")"));
  const auto detail = ask("getIssue", "GET", issue);
  EXPECT_THAT(detail.body, HasSubstr(R"("history":[{"status":"fixed","reason":null)"));
  EXPECT_THAT(detail.body, HasSubstr(R"(,{"status":"open","reason":"Not yet.")"));
}

TEST_F(HttpTriage, WhatCanNotBeIsRefusedByName) {
  const auto review = finished("print(1)\n");
  const auto issue = issue_of(review);
  const auto refused = [&](const std::string& body, int status, const std::string& words,
                           std::string_view fields = {}) {
    const auto answer = ask("setIssueState", "PATCH", issue, body, fields);
    EXPECT_EQ(answer.status, status) << body;
    EXPECT_THAT(answer.body, HasSubstr(words)) << body;
  };
  refused("{", 400, "can't be read");
  refused("[]", 422, "an object");
  refused("{}", 422, R"("field":"status")");
  refused(R"({"status":"closed"})", 422, "open, dismissed, fixed");
  refused(R"({"status":7})", 422, R"("field":"status")");
  refused(R"({"status":"fixed","reason":7})", 422, R"("field":"reason")");
  refused(R"({"status":"fixed","reason":")" + std::string(2001, 'x') + R"("})", 422, "2000 bytes");
  refused(R"({"status":"fixed","odd":1})", 422, R"("field":"odd")", "Prefer: handling=strict\r\n");
  refused(R"({"status":"fixed"})", 415, "application/json", "Content-Type: text/plain\r\n");
  EXPECT_EQ(ask("setIssueState", "PATCH", review + "/issues/unknown", R"({"status":"fixed"})").status, 404);
  EXPECT_EQ(ask("getIssue", "GET", review + "/issues/unknown").status, 404);
  const std::string unknown = "/api/reviews/0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44/issues/x";
  EXPECT_EQ(ask("setIssueState", "PATCH", unknown, R"({"status":"fixed"})").status, 404);
  const auto pending = "/api/reviews/" + server.submit("y\n") + "/issues/x";
  EXPECT_EQ(ask("setIssueState", "PATCH", pending, R"({"status":"fixed"})").status, 404);
  EXPECT_THAT(ask("getIssue", "GET", issue).body, HasSubstr(R"("history":[])"));
}

TEST_F(HttpTriage, ComparesTwoReviews) {
  const auto first = finished("print(1)\n");
  const auto second = finished("print(1)\nprint(2)\n");
  ask("setIssueState", "PATCH", issue_of(first), R"({"status":"dismissed"})");
  const auto other = second.substr(second.rfind('/') + 1);
  const auto compared = ask("compareReviews", "GET", first + "/compare/" + other);
  EXPECT_EQ(compared.status, 200);
  EXPECT_THAT(
      compared.body,
      HasSubstr(R"("score_change":0,"counts":{"new":0,"persisting":1,"fixed":0,"not_redetected":0})"));
  EXPECT_THAT(compared.body, HasSubstr(R"("state":{"status":"dismissed")"));
  const auto pending = server.submit("z\n");
  EXPECT_EQ(ask("compareReviews", "GET", first + "/compare/" + pending).status, 409);
  const auto missing = ask("compareReviews", "GET", first + "/compare/0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44");
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.body, HasSubstr(R"("field":"other")"));
  EXPECT_EQ(ask("compareReviews", "GET", first + "/compare/x").status, 404);
}

}  // namespace
}  // namespace assay::tests
