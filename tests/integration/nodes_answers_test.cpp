// Every answer that api/openapi.json names, given by the real binary in both modes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "fakes/fake_provider.hpp"
#include "integration/http_client.hpp"
#include "integration/http_openapi.hpp"
#include "integration/nodes.hpp"
#include "report/formats.hpp"

namespace assay::tests {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

enum class Mode { embedded, distributed };

const char* const kUnknown = "0192f5c4-8a3e-7c11-9b52-6f2d1c0a7e44";
const char* const kFirst = R"({"language":"python","code":"import os\ndef run(cmd):\n    os.system(cmd)\n"})";
const char* const kSecond =
    R"({"language":"python","code":"import os\ndef run(cmd):\n    os.system(cmd)\n    eval(cmd)\n"})";
const char* const kWait = "Prefer: wait=30\r\n";

std::string text_in(const HttpAnswer& answer, std::initializer_list<std::string_view> path) {
  const auto document = base::JsonDocument::parse(answer.body);
  if (!document) return "no JSON: " + answer.head + answer.body;
  auto value = std::optional{document->root()};
  for (const auto part : path) {
    if (!value) break;
    const auto items = value->items();
    value = part == "first" && !items.empty() ? std::optional{items.front()} : value->find(part);
  }
  return std::string{value ? value->as_string().value_or("no text") : "no member"};
}

class Answers : public testing::Test {
 protected:
  void start(Mode mode) {
    mode_ = mode;
    provider_ = fakes::FakeProvider::start().value();
    const Variables model = {{"OPENAI_API_KEY", "any"}, {"OPENAI_BASE_URL", provider_->origin() + "/v1"}};
    if (mode == Mode::embedded) {
      server_ = std::make_unique<AssayProcess>(
          std::vector<std::string>{"access.mode=keys", "rate_limit_per_hour=0"}, model);
    } else {
      nodes_ = std::make_unique<Nodes>(model);
      server_ = nodes_->start_api({"access.mode=keys"});
      worker_ = nodes_->start_worker();
    }
    admin_ = make_key("admin");
    reader_ = make_key("read");
    client_ = std::make_unique<HttpClient>(server_->port());
  }

  std::string make_key(const std::string& scope) const {
    std::vector<std::string> words = {"key", "create", scope, "--scope", scope};
    if (!nodes_) words.insert(words.end(), {"--data", (server_->folder() / "data").string()});
    const auto made = run_assay(words, nodes_ ? nodes_->environment() : Variables{});
    EXPECT_EQ(made.code, 0) << made.err;
    return made.out.substr(0, made.out.find('\n'));
  }
  static std::string bearer(const std::string& key) { return "Authorization: Bearer " + key + "\r\n"; }

  void judge(std::string_view operation, int status, const HttpAnswer& answer) {
    EXPECT_EQ(answer.status, status) << operation << " " << answer.head << answer.body;
    EXPECT_THAT(api_.check_answer(operation, answer.status, answer.field("content-type"), answer.body),
                IsEmpty())
        << operation << " " << answer.body;
  }
  /// As an administrator.
  HttpAnswer ask(std::string_view operation, int status, std::string_view method, const std::string& target,
                 std::string_view body = {}, std::string_view fields = {}) {
    auto answer = client_->ask(method, target, body, bearer(admin_).append(fields));
    judge(operation, status, answer);
    return answer;
  }
  /// The same for an answer of no stated length.
  HttpAnswer ask_whole(std::string_view operation, const std::string& target) {
    HttpClient client{server_->port()};
    client.send("GET " + target + " HTTP/1.0\r\nHost: localhost\r\n" + bearer(admin_) + "\r\n");
    auto answer = parse_answer_head(client.read_until("\r\n\r\n"));
    answer.body = client.read_all();
    judge(operation, 200, answer);
    return answer;
  }
  std::string finished(const char* body) {
    const auto review = ask("submit", 200, "POST", "/api/reviews", body, kWait);
    EXPECT_EQ(text_in(review, {"status"}), "completed");
    return text_in(review, {"id"});
  }

  void ask_of_the_process();
  void ask_of_keys();
  void ask_of_one_review(const std::string& id);
  void ask_of_many_reviews(const std::string& id, const std::string& other);
  void ask_of_jobs(const std::string& id);
  void ask_of_events(const std::string& id);

  Mode mode_ = Mode::embedded;
  std::unique_ptr<fakes::FakeProvider> provider_;
  std::unique_ptr<Nodes> nodes_;
  std::unique_ptr<AssayProcess> server_;
  std::unique_ptr<AssayProcess> worker_;
  std::string admin_;
  std::string reader_;
  std::unique_ptr<HttpClient> client_;
  OpenApi api_;
};

class NodesAnswers : public Answers, public testing::WithParamInterface<Mode> {
 protected:
  void SetUp() override {
    const auto why = GetParam() == Mode::embedded ? std::string{} : Nodes::missing();
    if (!why.empty()) GTEST_SKIP() << why;
    start(GetParam());
  }
};
INSTANTIATE_TEST_SUITE_P(, NodesAnswers, testing::Values(Mode::embedded, Mode::distributed),
                         [](const auto& instance) {
                           return std::string{instance.param == Mode::embedded ? "embedded" : "distributed"};
                         });

void Answers::ask_of_the_process() {
  ask("getHealth", 200, "GET", "/api/health");
  ask("getLiveness", 200, "GET", "/livez");
  ask("getReadiness", 200, "GET", "/readyz");
  ask("getMetrics", 200, "GET", "/metrics");
  ask("getOpenapi", 200, "GET", "/openapi.json");
  EXPECT_THAT(ask("getDocs", 200, "GET", "/docs").body, HasSubstr("<html"));
  const auto settings = ask("getSettings", 200, "GET", "/api/settings");
  EXPECT_EQ(text_in(settings, {"mode"}), mode_ == Mode::embedded ? "embedded" : "distributed");
  ask("listRules", 200, "GET", "/api/rules");
}

void Answers::ask_of_keys() {
  const auto made = ask("createKey", 201, "POST", "/api/keys", R"({"name":"ci"})");
  ask("listKeys", 200, "GET", "/api/keys");
  ask("getKey", 200, "GET", made.field("location"));
  ask("revokeKey", 204, "DELETE", made.field("location"));
  ask("listAudit", 200, "GET", "/api/audit");
  ask("getSession", 200, "GET", "/api/session");
  judge("signIn", 200, client_->ask("POST", "/api/session", R"({"key":")" + reader_ + "\"}"));
  judge("signOut", 204, client_->ask("DELETE", "/api/session"));
}

void Answers::ask_of_one_review(const std::string& id) {
  const auto review = "/api/reviews/" + id;
  const auto whole = ask("getReview", 200, "GET", review);
  ask("getReview", 304, "GET", review, {}, "If-None-Match: " + whole.field("etag") + "\r\n");
  ask("getCode", 200, "GET", review + "/code");
  ask("getReviewSummary", 200, "GET", review + "/summary");
  const auto issue = review + "/issues/" + text_in(whole, {"issues", "first", "id"});
  ask("setIssueState", 200, "PATCH", issue, R"({"status":"dismissed","reason":"It is meant."})");
  EXPECT_EQ(text_in(ask("getIssue", 200, "GET", issue), {"history", "first", "status"}), "dismissed");
  // No report raises it again, and this one has nothing else to say.
  EXPECT_EQ(ask("exportReview", 200, "GET", review + "/export?format=github").body, "");
  ask("setIssueState", 200, "PATCH", issue, R"({"status":"open"})");
  for (const auto& format : report::all_formats()) {
    const auto report =
        ask("exportReview", 200, "GET", review + "/export?format=" + std::string{format.name});
    EXPECT_EQ(report.field("content-type"), format.media_type) << format.name;
    EXPECT_THAT(report.body, testing::Not(IsEmpty())) << format.name;
  }
}

void Answers::ask_of_many_reviews(const std::string& id, const std::string& other) {
  const auto compared = ask("compareReviews", 200, "GET", "/api/reviews/" + id + "/compare/" + other);
  EXPECT_EQ(text_in(compared, {"before", "id"}), id);
  await_that("the history has both", [&] {
    return ask("listReviews", 200, "GET", "/api/reviews?q=cmd").body.find(R"("total":2)") !=
           std::string::npos;
  });
  ask("listReviews", 200, "GET", "/api/reviews?page_size=1&sort=lowest_score&severity=high");
  EXPECT_THAT(ask("listReviews", 200, "GET", "/api/reviews?fields=summary").body,
              ::testing::AllOf(::testing::HasSubstr(R"("severities":{"high":)"),
                               ::testing::Not(::testing::HasSubstr(R"("issues")"))));
  await_that("the statistics have both", [&] {
    const auto stats = ask("getStats", 200, "GET", "/api/stats?time_zone=Asia/Kolkata");
    return stats.body.starts_with(R"({"total":2,)");
  });
  EXPECT_THAT(ask_whole("exportHistory", "/api/reviews/export?format=csv").body, HasSubstr(id));
  const auto lines = ask_whole("exportHistory", "/api/reviews/export?format=ndjson").body;
  EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
  EXPECT_THAT(api_.check("Review", std::string_view{lines}.substr(0, lines.find('\n'))), IsEmpty());
}

void Answers::ask_of_jobs(const std::string& id) {
  provider_->hold();
  const std::string fresh = R"({"language":"go","code":"package a","odd":1})";
  const auto accepted = ask("submit", 202, "POST", "/api/reviews", fresh);
  const auto review = accepted.field("location");
  ask("exportReview", 409, "GET", review + "/export?format=json");
  ask("compareReviews", 409, "GET", review + "/compare/" + id);
  ask("cancelReview", 200, "POST", review + "/cancel");
  ask("cancelReview", 409, "POST", review + "/cancel");
  provider_->release();
  ask("rerunReview", 202, "POST", "/api/reviews/" + id + "/rerun");
  ask("rerunReview", 200, "POST", "/api/reviews/" + id + "/rerun", {}, kWait);
  ask("deleteReview", 204, "DELETE", review);
}

void Answers::ask_of_events(const std::string& id) {
  for (const auto& [operation, target, event, schema] :
       {std::tuple{"streamReview", "/api/reviews/" + id + "/stream", "done", "DoneEvent"},
        std::tuple{"streamEvents", std::string{"/api/events"}, "snapshot", "SnapshotEvent"}}) {
    HttpClient stream{server_->port()};
    stream.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + bearer(admin_) + "\r\n");
    judge(operation, 200, parse_answer_head(stream.read_until("\r\n\r\n")));
    stream.read_until("event: " + std::string{event} + "\ndata: ");
    EXPECT_THAT(api_.check(schema, stream.read_until("\n\n")), IsEmpty()) << operation;
  }
}

TEST_P(NodesAnswers, WhatSucceedsIsAsDescribed) {
  ask_of_the_process();
  ask_of_keys();
  const auto first = finished(kFirst);
  const auto second = finished(kSecond);
  ask_of_one_review(first);
  ask_of_many_reviews(first, second);
  ask_of_events(first);
  ask_of_jobs(first);
  for (const auto& unseen : api_.unseen()) {
    const auto status = unseen.substr(unseen.find(' ') + 1);
    EXPECT_TRUE(status.starts_with("4") || status.starts_with("5")) << unseen << " was never looked at";
  }
}

/// What a request of this operation has to say, so that nothing but the caller and the id can be wrong.
std::string body_of(const std::string& operation) {
  if (operation == "submit") return kFirst;
  if (operation == "setIssueState") return R"({"status":"fixed"})";
  if (operation == "createKey") return R"({"name":"ci"})";
  return {};
}
std::string target_of(const OpenApi::Operation& operation, const std::string& id) {
  auto target = operation.path;
  for (const std::string part : {"{id}", "{other}", "{issue_id}", "{key_id}"}) {
    if (const auto found = target.find(part); found != std::string::npos)
      target.replace(found, part.size(), id);
  }
  if (operation.id == "exportReview") target += "?format=json";
  if (operation.id == "exportHistory") target += "?format=csv";
  return target;
}

TEST_P(NodesAnswers, WhoMayNotIsToldSoByEveryOperation) {
  for (const auto& operation : api_.all()) {
    if (operation.id == "signIn" || operation.id == "signOut") continue;  // what a key is for, or a session
    const auto target = target_of(operation, kUnknown);
    const auto body = body_of(operation.id);
    const bool guarded = std::ranges::count(operation.statuses, 401) > 0;
    HttpClient stranger{server_->port()};
    if (guarded) judge(operation.id, 401, stranger.ask(operation.method, target, body));
    const bool changes = operation.method != "GET";
    const bool is_for_admins =
        target.starts_with("/api/keys") || target == "/api/audit" || target == "/metrics";
    HttpClient reader{server_->port()};
    if (guarded && (changes || is_for_admins))
      judge(operation.id, 403, reader.ask(operation.method, target, body, bearer(reader_)));
    if (std::ranges::count(operation.statuses, 404) > 0)
      ask(operation.id, 404, operation.method, target, body);
  }
}

TEST_P(NodesAnswers, WhatIsWrongWithARequestIsToldAsDescribed) {
  const auto with = [](const std::string& body, std::string_view type) {
    return "Content-Type: " + std::string{type} + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  };
  const auto issue = std::string{"/api/reviews/"} + kUnknown + "/issues/x";
  for (const auto& [operation, method, target] : {std::tuple{"submit", "POST", std::string{"/api/reviews"}},
                                                  std::tuple{"createKey", "POST", std::string{"/api/keys"}},
                                                  std::tuple{"signIn", "POST", std::string{"/api/session"}},
                                                  std::tuple{"setIssueState", "PATCH", issue}}) {
    const auto head =
        std::string{method} + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + bearer(admin_);
    const auto raw = [&, name = std::string{operation}](int status, const std::string& rest) {
      HttpClient client{server_->port()};
      client.send(head + rest);
      judge(name, status, client.answer());
    };
    raw(400, with("{", "application/json"));
    raw(415, with("{}", "text/plain"));
    raw(422, with("[]", "application/json"));
    raw(413, "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n");
  }
  judge("signIn", 401, client_->ask("POST", "/api/session", R"({"key":"assay_x"})"));
  ask("listReviews", 422, "GET", "/api/reviews?page=x");
  ask("exportHistory", 422, "GET", "/api/reviews/export");
  ask("exportReview", 422, "GET", "/api/reviews/" + std::string{kUnknown} + "/export?format=pdf");
  ask("streamReview", 422, "GET", "/api/reviews/" + std::string{kUnknown} + "/stream?ping=x");
  ask("getStats", 422, "GET", "/api/stats?time_zone=Mars/Olympus");
  ask("listAudit", 422, "GET", "/api/audit?limit=x");
  ask("listRules", 422, "GET", "/api/rules?severity=x");
}

class NodesAway : public Answers {
 protected:
  void SetUp() override {
    if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
    start(Mode::distributed);
  }
};

TEST_F(NodesAway, WhileTheStoreIsAwayEveryOperationSaysSo) {
  const auto id = finished(kFirst);
  nodes_->mongo.stop();
  for (const auto& operation : api_.all()) {
    if (std::ranges::count(operation.statuses, 503) == 0) continue;
    // Asked of what does not change, or needs no store for this caller.
    if (operation.id == "listRules" || operation.id == "getSettings" || operation.id == "getSession" ||
        operation.id == "streamEvents" || operation.id == "signOut")
      continue;
    const auto body = operation.id == "signIn" ? R"({"key":"assay_x"})" : body_of(operation.id);
    ask(operation.id, 503, operation.method, target_of(operation, id), body);
  }
  nodes_->mongo.start();
  await_that("it is ready again", [&] { return client_->ask("GET", "/readyz").status == 200; });
  ask("getReview", 200, "GET", "/api/reviews/" + id);
}

}  // namespace
}  // namespace assay::tests
