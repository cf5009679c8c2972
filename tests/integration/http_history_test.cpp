#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_test_server.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The body of a chunked answer; nothing where it is not whole.
std::optional<std::string> whole_body(const std::string& answer) {
  auto rest = std::string_view{answer}.substr(answer.find("\r\n\r\n") + 4);
  std::string body;
  for (;;) {
    const auto line = rest.find("\r\n");
    if (line == std::string_view::npos) return std::nullopt;
    const auto size = std::stoul(std::string{rest.substr(0, line)}, nullptr, 16);
    rest.remove_prefix(line + 2);
    if (rest.size() < size + 2) return std::nullopt;
    if (size == 0) return body;
    body.append(rest.substr(0, size));
    rest.remove_prefix(size + 2);
  }
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

class HttpHistory : public ::testing::Test {
 protected:
  std::string raw(const std::string& target, std::string_view version = "1.1") {
    HttpClient client{server.port()};
    client.send("GET " + target + " HTTP/" + std::string{version} + "\r\nHost: localhost\r\n\r\n");
    return client.read_all();
  }
  HttpAnswer get(const std::string& target) {
    HttpClient client{server.port()};
    return client.ask("GET", target);
  }
  void submit_some(int count) {
    for (int i = 0; i < count; ++i) server.submit("value_" + std::to_string(i) + " = 1\n");
  }

  TestServer server;
};

TEST_F(HttpHistory, IsSearched) {
  server.submit("first = needle\n");
  server.submit("second\n");
  const auto found = get("/api/reviews?q=NEEDLE");
  EXPECT_EQ(found.status, 200);
  EXPECT_THAT(found.body, HasSubstr("\"total\":1,\"total_capped\":false"));
  EXPECT_THAT(get("/api/reviews?q=needles").body, HasSubstr("\"total\":0"));
  EXPECT_THAT(get("/api/reviews?q=first+needle").body, HasSubstr("\"total\":1"));
}

TEST_F(HttpHistory, RefusesWrongFilters) {
  for (const std::string parameter : {"q", "severity", "category", "sort"}) {
    const auto answer = get("/api/reviews?" + parameter + "=%21%21");
    EXPECT_EQ(answer.status, 422) << parameter;
    EXPECT_THAT(answer.body, HasSubstr("\"" + parameter + "\"")) << "the field is named";
  }
  EXPECT_EQ(get("/api/reviews?q=" + std::string(257, 'a')).status, 422);
  EXPECT_EQ(get("/api/reviews?cursor=1.a&sort=oldest").status, 422) << "a cursor of another order";
}

TEST_F(HttpHistory, HasASummaryOfEachReview) {
  const auto reviewed = server.submit("first\n");
  server.end_job(server.begin_job());
  server.submit("second\n");
  const auto whole = get("/api/reviews?fields=all");
  EXPECT_EQ(whole.body, get("/api/reviews").body) << "all is what there is without the parameter";
  const auto short_one = get("/api/reviews?fields=summary");
  EXPECT_EQ(short_one.status, 200);
  const auto parsed = base::JsonDocument::parse(short_one.body);
  const auto parsed_whole = base::JsonDocument::parse(whole.body);
  ASSERT_TRUE(parsed && parsed_whole);
  EXPECT_EQ(parsed->root().find("total")->as_int(), 2);
  const auto items = parsed->root().find("items")->items();
  const auto whole_items = parsed_whole->root().find("items")->items();
  ASSERT_EQ(items.size(), 2U);

  // The one that waits has no review, the other one all that a list shows of it.
  EXPECT_TRUE(items[0].find("score")->is_null());
  EXPECT_TRUE(items[0].find("severities")->is_null());
  const auto& done = items[1];
  EXPECT_EQ(done.find("id")->as_string(), reviewed);
  EXPECT_EQ(done.find("status")->as_string(), "completed");
  EXPECT_EQ(done.find("score")->as_int(), 10);
  EXPECT_EQ(done.find("severities")->find("high")->as_int(), 0);
  EXPECT_EQ(done.find("severities")->find("low")->as_int(), 1);
  for (const auto& name : {"created_at", "language", "fingerprint", "summary", "model"})
    EXPECT_EQ(done.find(name)->as_string(), whole_items[1].find(name)->as_string()) << name;
  EXPECT_EQ(done.find("scores")->find("security")->as_double(),
            whole_items[1].find("scores")->find("security")->as_double());
  EXPECT_EQ(done.find("timings")->find("run_ms")->as_int(),
            whole_items[1].find("timings")->find("run_ms")->as_int());
  for (const auto& name : {"issues", "filtered", "score_explanation", "coverage", "egress", "files"})
    EXPECT_FALSE(done.find(name)) << name;

  EXPECT_THAT(short_one.body, HasSubstr(get("/api/reviews/" + reviewed + "/summary").body))
      << "the same of one of them";

  const auto wrong = get("/api/reviews?fields=id");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, HasSubstr("\"fields\\\" must be all or summary"));
}

TEST_F(HttpHistory, IsExportedWholeInManyPages) {
  submit_some(133);
  const auto csv = raw("/api/reviews/export?format=csv");
  EXPECT_THAT(csv, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(csv, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_THAT(csv, HasSubstr("filename=\"assay-reviews.csv\""));
  const auto table = whole_body(csv);
  ASSERT_TRUE(table);
  EXPECT_EQ(lines(*table), 134U);
  EXPECT_THAT(*table, StartsWith("id,status,created_at,"));
  const auto ndjson = whole_body(raw("/api/reviews/export?format=ndjson&sort=oldest"));
  ASSERT_TRUE(ndjson);
  EXPECT_EQ(lines(*ndjson), 133U);
  std::string_view rest{*ndjson};
  std::string last;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const auto object = base::JsonDocument::parse(rest.substr(0, end));
    ASSERT_TRUE(object);
    const std::string created{object->root().find("created_at")->as_string().value()};
    EXPECT_LE(last, created);
    last = created;
    rest.remove_prefix(end + 1);
  }
}

TEST_F(HttpHistory, IsExportedByItsFilters) {
  server.submit("needle\n");
  server.end_job(server.begin_job());
  submit_some(3);
  const auto table = whole_body(raw("/api/reviews/export?format=csv&q=needle"));
  ASSERT_TRUE(table);
  EXPECT_EQ(lines(*table), 2U);
  EXPECT_THAT(*table, HasSubstr(",completed,"));
  EXPECT_THAT(*table, HasSubstr(",python,,10,0,0,1,false,1,"));
  EXPECT_EQ(whole_body(raw("/api/reviews/export?format=ndjson&q=nothing")), "");
  EXPECT_EQ(get("/api/reviews/export").status, 422);
  EXPECT_EQ(get("/api/reviews/export?format=xml").status, 422);
  EXPECT_EQ(get("/api/reviews/export?format=csv&min_score=x").status, 422);
}

TEST_F(HttpHistory, ExportWithoutChunksForAnOldClient) {
  submit_some(60);
  const auto answer = raw("/api/reviews/export?format=csv", "1.0");
  EXPECT_THAT(answer, ::testing::Not(HasSubstr("Transfer-Encoding")));
  EXPECT_EQ(lines(answer.substr(answer.find("\r\n\r\n") + 4)), 61U);
}

TEST_F(HttpHistory, StatisticsHaveTheDaysOfTheZone) {
  server.submit("a\n");
  server.end_job(server.begin_job());
  const auto answer = get("/api/stats?time_zone=%2B05:30");
  EXPECT_EQ(answer.status, 200);
  const auto document = base::JsonDocument::parse(answer.body);
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_EQ(root.find("time_zone")->as_string(), "+05:30");
  const auto days = root.find("by_day")->items();
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].find("total")->as_int(), 1);
  EXPECT_EQ(days[0].find("avg_score")->as_double(), 10);
  EXPECT_EQ(root.find("cache")->find("misses")->as_int(), 1);
  const auto issue = root.find("common_issue_details")->items().at(0);
  EXPECT_EQ(issue.find("title")->as_string(), "A finding");
  EXPECT_EQ(issue.find("examples")->items().size(), 1U);
}

}  // namespace
}  // namespace assay::tests
