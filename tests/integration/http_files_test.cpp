// Submissions of several files and of diffs over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "integration/http_client.hpp"
#include "integration/http_openapi.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HttpFiles : public ::testing::Test {
 protected:
  HttpAnswer post(const std::string& body) {
    auto answer = HttpClient{server.port()}.ask("POST", "/api/reviews", body);
    EXPECT_THAT(api.check_answer("submit", answer.status, answer.field("content-type"), answer.body),
                IsEmpty());
    return answer;
  }
  HttpAnswer code_of(const HttpAnswer& accepted) {
    EXPECT_EQ(accepted.status, 202) << accepted.body;
    auto answer = HttpClient{server.port()}.ask("GET", accepted.field("location") + "/code");
    EXPECT_THAT(api.check_answer("getCode", answer.status, answer.field("content-type"), answer.body),
                IsEmpty());
    return answer;
  }
  void expect_refused(const std::string& body, int status, const std::string& field,
                      const std::string& words) {
    const auto answer = post(body);
    EXPECT_EQ(answer.status, status) << body << answer.body;
    const auto document = base::JsonDocument::parse(answer.body);
    ASSERT_TRUE(document) << answer.body;
    EXPECT_EQ(document->root().find("field")->as_string().value_or(""), field) << answer.body;
    EXPECT_THAT(std::string{document->root().find("detail")->as_string().value_or("")}, HasSubstr(words))
        << body;
  }
  static std::string diff_body(std::string_view diff, std::string_view more = {}) {
    std::string body = "{\"diff\":";
    base::append_json_string(body, diff);
    return body.append(more) + "}";
  }

  OpenApi api;
  TestServerOptions options = [] {
    TestServerOptions small;
    small.max_code_bytes = 4096;
    return small;
  }();
  TestServer server{options};
};

constexpr std::string_view kDiff = "--- a/m.py\n+++ b/m.py\n@@ -2 +2,2 @@\n-b\n+B\n+C\n";

TEST_F(HttpFiles, SeveralFilesAreOneSubmission) {
  const auto accepted = post(R"({"files":[{"path":"a/x.py","code":"x = 1\r\n","language":"python","odd":1},)"
                             R"({"path":"y.go","code":"package y\n"}],"language":"go"})");
  EXPECT_THAT(accepted.body, HasSubstr(R"("ignored_fields":["files[0].odd"])"));
  EXPECT_THAT(code_of(accepted).body,
              HasSubstr(R"("files":[{"path":"a/x.py","language":"python","code":"x = 1\n","changed":null,)"
                        R"("complete":true},{"path":"y.go","language":"go","code":"package y\n",)"));
  const auto review = HttpClient{server.port()}.ask("GET", accepted.field("location"));
  EXPECT_THAT(review.body, HasSubstr(R"("language":"go","filename":null,"file_count":2)"));
  EXPECT_THAT(api.check_answer("getReview", 200, "application/json", review.body), IsEmpty());
}

TEST_F(HttpFiles, OneFileIsTheSameWorkAsATextWithItsName) {
  post(R"({"language":"python","filename":"x.py","code":"x = 1\n"})");
  server.end_job(server.begin_job());
  EXPECT_THAT(post(R"({"files":[{"path":"x.py","code":"x = 1\n","language":"python"}]})").body,
              HasSubstr(R"("status":"completed")"));
}

TEST_F(HttpFiles, EqualFilesAreEqualWorkAndOtherOnesAreNot) {
  const std::string two = R"({"language":"go","files":[{"path":"x","code":"1"},{"path":"y","code":"2"}]})";
  post(two);
  server.end_job(server.begin_job());
  EXPECT_THAT(post(two).body, HasSubstr("completed"));
  for (const auto* other : {R"({"language":"go","files":[{"path":"x","code":"1"},{"path":"z","code":"2"}]})",
                            R"({"language":"go","files":[{"path":"x","code":"12"},{"path":"y","code":""}]})",
                            R"({"language":"go","files":[{"path":"y","code":"2"},{"path":"x","code":"1"}]})"})
    EXPECT_THAT(post(other).body, HasSubstr("pending")) << other;
}

TEST_F(HttpFiles, ADiffIsAppliedToItsFiles) {
  const auto accepted =
      post(diff_body(kDiff, R"(,"files":[{"path":"m.py","code":"a\nb\nc\n"}],"language":"python")"));
  EXPECT_THAT(code_of(accepted).body,
              HasSubstr(R"("files":[{"path":"m.py","language":"python","code":"a\nB\nC\nc\n",)"
                        R"("changed":[{"start_line":2,"end_line":3}],"complete":true}])"));
  const auto after = post(diff_body(
      kDiff, R"(,"files_are":"after","files":[{"path":"m.py","code":"a\nB\nC\nc\n"}],"language":"python")"));
  EXPECT_EQ(code_of(after).status, 200);
  const auto alone = post(diff_body(kDiff));
  EXPECT_THAT(code_of(alone).body,
              HasSubstr(R"("code":"\nB\nC\n","changed":[{"start_line":2,"end_line":3}],"complete":false)"));
}

TEST_F(HttpFiles, WhatCanNotBeIsRefusedByName) {
  expect_refused(R"({"files":[]})", 422, "files", "1 to 500 files");
  expect_refused(R"({"files":{}})", 422, "files", "an array");
  expect_refused(R"({"files":["x"]})", 422, "files[0]", "an object");
  expect_refused(R"({"files":[{"code":"x"}]})", 422, "files[0].path", "missing");
  expect_refused(R"({"files":[{"path":"x"}]})", 422, "files[0].code", "missing");
  expect_refused(R"({"files":[{"path":"x","code":1}]})", 422, "files[0].code", "a string");
  expect_refused(R"({"files":[{"path":"/etc/x","code":"x"}]})", 422, "files[0].path", "relative");
  expect_refused(R"({"files":[{"path":"a/../x","code":"x"}]})", 422, "files[0].path", "\"..\"");
  expect_refused(R"({"files":[{"path":"x","code":"x"},{"path":"x","code":"y"}]})", 422, "files[1].path",
                 "same");
  expect_refused(R"({"files":[{"path":"x","code":"x","language":"cobol"}]})", 422, "files[0].language",
                 "one of");
  expect_refused(R"({"files":[{"path":"x","code":"\n"},{"path":"y","code":""}]})", 422, "files", "empty");
  expect_refused(R"({"language":"go","code":"x","files":[{"path":"x","code":"x"}]})", 422, "code",
                 "beside \"files\"");
  expect_refused(R"({"language":"go","files_are":"after","code":"x"})", 422, "files_are", "without \"diff\"");
  expect_refused(R"({"files_are":"later"})", 422, "files_are", "\"before\" or \"after\"");
  expect_refused(R"({"language":"go"})", 422, "code", "missing");
  const std::string half(3000, 'x');
  expect_refused(R"({"files":[{"path":"x","code":")" + half + R"("},{"path":"y","code":")" + half + R"("}]})",
                 413, "files", "4096 bytes");
  expect_refused(R"({"language":"go","code":"x","options":{"min_confidence":1.5}})", 422,
                 "options.min_confidence", "from 0 to 1");
  expect_refused(R"({"language":"go","code":"x","options":{"max_issues":501}})", 422, "options.max_issues",
                 "from 1 to 500");
}

TEST_F(HttpFiles, HostileDiffsAreRefusedWithTheirLine) {
  expect_refused(R"({"diff":7})", 422, "diff", "a string");
  expect_refused(R"({"diff":""})", 422, "diff", "empty");
  expect_refused(diff_body("nonsense"), 422, "diff", "changes no text");
  expect_refused(diff_body("--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n a\n"), 422, "diff", "line 5 of the diff");
  expect_refused(diff_body("--- a/x\n+++ b/x\n@@ -9000000 +9000000 @@\n-a\n+b\n"), 422, "diff",
                 "line 3 of the diff");
  expect_refused(diff_body("--- a/../../x\n+++ b/../../x\n@@ -1 +1 @@\n-a\n+b\n"), 422, "diff",
                 "line 1 of the diff");
  expect_refused(diff_body(kDiff, R"(,"files":[{"path":"m.py","code":"a\nX\n"}])"), 422, "diff",
                 "line 4 of the diff");
  expect_refused(diff_body(kDiff, R"(,"files":[{"path":"n.py","code":"a\n"}])"), 422, "files[0].path",
                 "does not change");
  expect_refused(diff_body(std::string(9000, 'x')), 413, "diff", "8192");
}

}  // namespace
}  // namespace assay::tests
