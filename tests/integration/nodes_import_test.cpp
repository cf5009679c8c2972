// `assay import mongodb` of a database of the plain shape on a real server, into both modes, and what is seen
// of it over HTTP afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/http_openapi.hpp"
#include "integration/nodes.hpp"
#include "store/mongo/pool.hpp"

namespace assay::tests {
namespace {

using store::mongo::Ack;
using store::mongo::Array;
using store::mongo::Client;
using store::mongo::Date;
using store::mongo::Document;
using store::mongo::ObjectId;
using testing::HasSubstr;
using testing::IsEmpty;

enum class Mode { embedded, distributed };

constexpr base::Timestamp kMade{std::chrono::days{19'000}};
constexpr int kSharing = 40;  ///< submissions that have one review
constexpr int kReview = 900;

std::string id_of(int number) {
  const auto digits = std::to_string(number);
  return "65a1b2c3" + std::string(16 - digits.size(), '0') + digits;
}

/// The foreign database.
class Source {
 public:
  explicit Source(std::string uri) {
    store::mongo::PoolOptions options;
    options.uri = std::move(uri);
    options.threads = 1;
    pool_ = store::mongo::Pool::open(std::move(options)).value();
  }
  void submission(int number, const char* status, std::optional<int> review, const std::string& code) {
    Document document{{"_id", ObjectId{id_of(number)}},
                      {"language", number % 2 == 0 ? "python" : "javascript"},
                      {"code", code},
                      {"code_hash", "9f86d081884c7d65"},
                      {"status", status},
                      {"created_at", Date{kMade + std::chrono::minutes{number}}},
                      {"updated_at", Date{kMade + std::chrono::minutes{number + 1}}}};
    if (review) document.set("review_id", ObjectId{id_of(*review)});
    insert("submissions", document);
  }
  void review(int number, int submission, std::optional<int> score, const Array& issues) {
    Document document{{"_id", ObjectId{id_of(number)}},
                      {"submission_id", ObjectId{id_of(submission)}},
                      {"issues", issues},
                      {"security", Array{"check what comes in"}},
                      {"performance", Array{"read it once"}},
                      {"suggestions", Array{"add tests"}},
                      {"duration_ms", 1234},
                      {"created_at", Date{kMade + std::chrono::minutes{submission + 1}}}};
    if (score) document.set("score", *score);
    insert("reviews", document);
  }

 private:
  void insert(const char* collection, const Document& document) {
    boost::asio::io_context io{1};
    auto work = [&](Client& client) { return client.insert(collection, document, Ack::one); };
    boost::asio::co_spawn(io.get_executor(), pool_->run(std::move(work)),
                          [](const std::exception_ptr& failed, const base::Result<void>& done) {
                            EXPECT_FALSE(failed);
                            EXPECT_TRUE(done) << done.error().message;
                          });
    io.run();
  }
  std::unique_ptr<store::mongo::Pool> pool_;
};

class NodesImport : public testing::TestWithParam<Mode> {
 protected:
  void SetUp() override {
    if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
    nodes_ = std::make_unique<Nodes>();
    source_uri_ = nodes_->mongo.uri("reviews");
    fill(Source{source_uri_});
  }
  void TearDown() override {
    server_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  static void fill(Source source) {
    Array issues;
    for (const auto* category : {"style", "bug", "security", "perf", "other"})
      issues.add(Document{{"title", std::string{"A matter of "} + category},
                          {"detail", "It is so."},
                          {"severity", category == std::string_view{"security"} ? "high" : "low"},
                          {"category", category}});
    for (int i = 0; i < kSharing; ++i) source.submission(i, "completed", kReview, "shared = 1\r\n");
    source.review(kReview, 0, 6, issues);
    source.submission(100, "completed", kReview + 1, "scoreless = 1\n");
    source.review(kReview + 1, 100, std::nullopt, Array{});
    source.submission(101, "failed", std::nullopt, "broken(\n");
    source.submission(102, "pending", std::nullopt, "waits = 1\n");
  }
  bool is_embedded() const { return GetParam() == Mode::embedded; }
  Variables environment() const { return is_embedded() ? Variables{} : nodes_->environment(); }
  CommandResult import(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"import", "mongodb", source_uri_, "--json", "--data", folder_};
    words.insert(words.end(), more.begin(), more.end());
    return run_assay(std::move(words), environment());
  }
  void expect_counts(const CommandResult& done, int added, int known, int unfinished) const {
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_THAT(done.out,
                HasSubstr("\"imported\":" + std::to_string(added) + ",\"known\":" + std::to_string(known) +
                          ",\"unfinished\":" + std::to_string(unfinished) + ",\"skipped\":0"));
  }
  void serve() {
    server_ = std::make_unique<AssayProcess>(
        std::vector<std::string>{"data=" + folder_, "rate_limit_per_hour=0"}, environment());
    client_ = std::make_unique<HttpClient>(server_->port());
  }
  std::string get(std::string_view operation, const std::string& target) {
    const auto answer = client_->ask("GET", target);
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    EXPECT_THAT(api_.check_answer(operation, answer.status, answer.field("content-type"), answer.body),
                IsEmpty())
        << target << answer.body;
    return answer.body;
  }
  /// The words of the history are indexed within a second, statistics in the other mode too.
  void await_in(std::string_view operation, const std::string& target, const std::string& words) {
    await_that(target + " has " + words,
               [&] { return get(operation, target).find(words) != std::string::npos; });
  }

  std::unique_ptr<Nodes> nodes_;
  std::string source_uri_;
  std::string folder_ = [] {
    auto pattern = (std::filesystem::temp_directory_path() / "assay-import-XXXXXX").string();
    return std::string{::mkdtemp(pattern.data())};
  }();
  std::unique_ptr<AssayProcess> server_;
  std::unique_ptr<HttpClient> client_;
  OpenApi api_;
};
INSTANTIATE_TEST_SUITE_P(, NodesImport, testing::Values(Mode::embedded, Mode::distributed),
                         [](const auto& instance) {
                           return std::string{instance.param == Mode::embedded ? "embedded" : "distributed"};
                         });

TEST_P(NodesImport, TakesEverythingOnceHoweverOftenItIsRun) {
  expect_counts(import(), kSharing + 2, 0, 1);
  expect_counts(import(), 0, kSharing + 2, 1);
  serve();
  const auto total = kSharing + 2;
  EXPECT_THAT(get("listReviews", "/api/reviews?page_size=1"),
              HasSubstr("\"total\":" + std::to_string(total) + ","));
  server_.reset();
  Source{source_uri_}.submission(103, "completed", kReview, "later = 1\n");
  expect_counts(import({"--unfinished", "failed"}), 2, total, 0);
  serve();
  EXPECT_THAT(get("listReviews", "/api/reviews?page_size=1"),
              HasSubstr("\"total\":" + std::to_string(total + 2) + ","));
}

TEST_P(NodesImport, IsSeenOverHttpAsIfItHadBeenMadeHere) {
  expect_counts(import(), kSharing + 2, 0, 1);
  serve();
  const auto first = "/api/reviews/" + id_of(0);
  const auto review = get("getReview", first);
  EXPECT_THAT(review, HasSubstr("\"id\":\"" + id_of(0) +
                                "\",\"status\":\"completed\",\"created_at\":\"2022-01-08T00:00:00"));
  EXPECT_THAT(review, HasSubstr("\"cached\":false"));
  EXPECT_THAT(review, HasSubstr("\"score\":6,\"scores\":null"));
  EXPECT_THAT(review, HasSubstr("\"source\":\"imported\""));
  EXPECT_THAT(review, HasSubstr("\"security\":[\"check what comes in\"]"));
  EXPECT_THAT(review, HasSubstr("\"suggestions\":[\"add tests\"]"));
  for (const auto* category : {"readability", "correctness", "security", "performance", "maintainability"})
    EXPECT_THAT(review, HasSubstr("\"category\":\"" + std::string{category} + "\""));
  EXPECT_THAT(get("getReview", "/api/reviews/" + id_of(7)), HasSubstr("\"cached\":true"));
  EXPECT_THAT(get("getReview", "/api/reviews/" + id_of(100)), HasSubstr("\"score\":null,\"scores\":null"));
  EXPECT_THAT(get("getReview", "/api/reviews/" + id_of(101)), HasSubstr("\"status\":\"failed\""));
  EXPECT_EQ(client_->ask("GET", "/api/reviews/" + id_of(102)).status, 404);
  EXPECT_THAT(get("getCode", first + "/code"), HasSubstr("\"code\":\"shared = 1\\n\""));
  EXPECT_THAT(get("compareReviews", first + "/compare/" + id_of(100)), HasSubstr("\"score_change\":null"));
  get("exportReview", first + "/export?format=sarif");

  await_in("listReviews", "/api/reviews?q=shared", "\"total\":" + std::to_string(kSharing) + ",");
  await_in("listReviews", "/api/reviews?severity=high&category=security&language=python",
           "\"total\":" + std::to_string(kSharing / 2) + ",");
  EXPECT_THAT(get("listReviews", "/api/reviews?end_date=2022-01-07"), HasSubstr("\"total\":0,"));
  await_in("getStats", "/api/stats", "{\"total\":" + std::to_string(kSharing + 1) + ",");
  const auto stats = get("getStats", "/api/stats?start=2022-01-08&end=2022-01-09");
  EXPECT_THAT(stats, HasSubstr("\"avg_score\":6"));
  EXPECT_THAT(stats, HasSubstr("A matter of security"));
}

TEST_P(NodesImport, IsOwnOnesEqualFromThenOn) {
  expect_counts(import(), kSharing + 2, 0, 1);
  serve();
  const auto first = "/api/reviews/" + id_of(0);
  const auto document = base::JsonDocument::parse(get("getReview", first));
  const auto issue = document->root().find("issues")->items().at(0).find("id")->as_string().value();
  const auto stated = client_->ask("PATCH", first + "/issues/" + std::string{issue},
                                   R"({"status":"dismissed","reason":"Long ago."})");
  EXPECT_EQ(stated.status, 200) << stated.body;
  EXPECT_THAT(get("getReview", first), HasSubstr("\"reason\":\"Long ago.\""));
  EXPECT_EQ(client_->ask("POST", first + "/rerun").status, 202);
  EXPECT_EQ(client_->ask("DELETE", "/api/reviews/" + id_of(3)).status, 204);
  EXPECT_EQ(client_->ask("GET", "/api/reviews/" + id_of(3)).status, 404);
  EXPECT_EQ(client_->ask("GET", "/api/reviews/" + id_of(4)).status, 200) << "their review is still wanted";
}

TEST_P(NodesImport, ARunningServerKeepsItsFolderAndSharesItsDatabase) {
  serve();
  const auto beside = import();
  if (is_embedded()) {
    EXPECT_EQ(beside.code, 3);
    EXPECT_THAT(beside.err, HasSubstr("stop it while you import"));
  } else {
    expect_counts(beside, kSharing + 2, 0, 1);
    get("getReview", "/api/reviews/" + id_of(0));
  }
}

TEST_P(NodesImport, WhatCanNotBeReadIsASentence) {
  const auto empty =
      run_assay({"import", "mongodb", nodes_->mongo.uri("nothing"), "--data", folder_}, environment());
  EXPECT_EQ(empty.code, 2) << empty.out;
  EXPECT_THAT(empty.err, HasSubstr("submissions"));
  nodes_->mongo.stop();
  const auto away = import();
  EXPECT_EQ(away.code, 3);
  EXPECT_THAT(away.err, HasSubstr("the source: "));
}

}  // namespace
}  // namespace assay::tests
