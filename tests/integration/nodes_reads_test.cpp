// What one node deletes, or says of a finding, is so on every other one, which has shown it before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"
#include "integration/nodes.hpp"

namespace assay::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kCode = R"({"language":"python","code":"import os\ndef run(cmd):\n    os.system(cmd)\n"})";

class NodesReads : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
    nodes_ = std::make_unique<Nodes>();
    here_ = nodes_->start_api({"reviewers=static"});
    there_ = nodes_->start_api({"reviewers=static"});
    worker_ = nodes_->start_worker({"reviewers=static"});
  }
  /// The path of a finished review.
  std::string finished() {
    HttpClient client{here_->port()};
    const auto done = client.ask("POST", "/api/reviews", kCode, "Prefer: wait=30\r\n");
    EXPECT_EQ(done.status, 200) << done.body;
    const auto document = base::JsonDocument::parse(done.body);
    return "/api/reviews/" + std::string{document->root().find("id")->as_string().value_or("none")};
  }

  std::unique_ptr<Nodes> nodes_;
  std::unique_ptr<AssayProcess> here_;
  std::unique_ptr<AssayProcess> there_;
  std::unique_ptr<AssayProcess> worker_;
};

TEST_F(NodesReads, ADeletedReviewIsGoneEverywhereAtOnce) {
  const auto review = finished();
  HttpClient here{here_->port()};
  HttpClient there{there_->port()};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(here.ask("GET", review).status, 200);
    EXPECT_EQ(there.ask("GET", review).status, 200);
  }
  EXPECT_EQ(there.ask("DELETE", review).status, 204);
  EXPECT_EQ(here.ask("GET", review).status, 404);
  EXPECT_EQ(there.ask("GET", review).status, 404);
  // Equal code is new work: what was deleted answers nobody.
  EXPECT_EQ(here.ask("POST", "/api/reviews", kCode).status, 202);
}

TEST_F(NodesReads, AFindingThatIsDismissedIsSoEverywhereAtOnce) {
  const auto review = finished();
  HttpClient here{here_->port()};
  HttpClient there{there_->port()};
  const auto shown = here.ask("GET", review);
  EXPECT_THAT(shown.body, Not(HasSubstr("\"dismissed\"")));
  const auto tag = "If-None-Match: " + shown.field("etag") + "\r\n";
  EXPECT_EQ(here.ask("GET", review, {}, tag).status, 304);
  const auto document = base::JsonDocument::parse(shown.body);
  const auto issues = document->root().find("issues")->items();
  ASSERT_FALSE(issues.empty());
  const auto issue = std::string{issues.front().find("id")->as_string().value_or("none")};
  const auto said =
      there.ask("PATCH", review + "/issues/" + issue, R"({"status":"dismissed","reason":"wanted"})");
  EXPECT_EQ(said.status, 200) << said.body;
  const auto now = here.ask("GET", review, {}, tag);
  EXPECT_EQ(now.status, 200) << "what was kept is out of date";
  EXPECT_THAT(now.body, HasSubstr("\"dismissed\""));
}

TEST_F(NodesReads, ManyWhoAskAtOnceGetTheirOwn) {
  std::vector<std::string> reviews;
  HttpClient here{here_->port()};
  for (int i = 0; i < 8; ++i) {
    const auto body = R"({"language":"go","code":"package p)" + std::to_string(i) + "\"}";
    const auto done = here.ask("POST", "/api/reviews", body, "Prefer: wait=30\r\n");
    const auto document = base::JsonDocument::parse(done.body);
    reviews.emplace_back(document->root().find("id")->as_string().value_or("none"));
  }
  std::vector<std::thread> clients;
  std::atomic<int> right{0};
  constexpr int kClients = 16;
  constexpr int kAsked = 20;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      HttpClient mine{here_->port()};
      for (int i = 0; i < kAsked; ++i) {
        const auto& wanted = reviews[(client + i) % reviews.size()];
        const auto answer = mine.ask("GET", "/api/reviews/" + wanted);
        if (answer.status == 200 && answer.body.find("\"id\":\"" + wanted + "\"") != std::string::npos)
          ++right;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(right, kClients * kAsked);
}

}  // namespace
}  // namespace assay::tests
