// A review that is cancelled on one node while another one works on it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "fakes/fake_provider.hpp"
#include "integration/http_client.hpp"
#include "integration/nodes.hpp"

namespace assay::tests {
namespace {

using fakes::LoggedRequest;
using testing::HasSubstr;

/// A renewal of leases, every 5 s, would end the call too, sooner or later.
constexpr std::chrono::milliseconds kAtOnce{1'000};
constexpr int kRounds = 6;

class NodesCancel : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
    provider_ = fakes::FakeProvider::start().value();
    provider_->hold();
    nodes_ = std::make_unique<Nodes>(
        Variables{{"OPENAI_API_KEY", "any"}, {"OPENAI_BASE_URL", provider_->origin() + "/v1"}});
    server_ = nodes_->start_api({"reviewers=llm"});
    worker_ = nodes_->start_worker({"reviewers=llm"});
    client_ = std::make_unique<HttpClient>(server_->port());
  }
  /// The review's path, when the model was asked for it and has not answered.
  std::string begun(int number) {
    const auto code = R"({"language":"go","code":"package a)" + std::to_string(number) + "\"}";
    const auto accepted = client_->ask("POST", "/api/reviews", code);
    EXPECT_EQ(accepted.status, 202) << accepted.body;
    EXPECT_TRUE(provider_->log().wait_for(
        [&](const auto& all) { return !all.empty() && all.back().outcome == LoggedRequest::Outcome::open; },
        std::chrono::seconds{20}));
    return accepted.field("location");
  }
  bool is_hung_up_at_once() const {
    return provider_->log().wait_for(
        [](const auto& all) { return all.back().outcome == LoggedRequest::Outcome::aborted; }, kAtOnce);
  }

  std::unique_ptr<fakes::FakeProvider> provider_;
  std::unique_ptr<Nodes> nodes_;
  std::unique_ptr<AssayProcess> server_;
  std::unique_ptr<AssayProcess> worker_;
  std::unique_ptr<HttpClient> client_;
};

TEST_F(NodesCancel, TheCallToTheModelEndsAtOnce) {
  for (int round = 0; round < kRounds; ++round) {
    const auto review = begun(round);
    if (round % 2 == 0) {
      EXPECT_EQ(client_->ask("POST", review + "/cancel").status, 200);
    } else {
      EXPECT_EQ(client_->ask("DELETE", review).status, 204);
    }
    EXPECT_TRUE(is_hung_up_at_once()) << round;
    if (round % 2 == 0) {
      EXPECT_THAT(client_->ask("GET", review).body, HasSubstr("\"status\":\"cancelled\""));
    }
  }
  HttpClient worker{worker_->port()};
  await_that("nothing runs", [&] {
    return worker.ask("GET", "/metrics").body.find("assay_jobs_running 0\n") != std::string::npos;
  });
  EXPECT_EQ(provider_->log().total(), static_cast<std::uint64_t>(kRounds)) << "nothing was tried again";
}

TEST_F(NodesCancel, ItGoesOnWhileSomebodyElseWaitsForIt) {
  const auto first = begun(0);
  const auto second = client_->ask("POST", "/api/reviews", R"({"language":"go","code":"package a0"})");
  EXPECT_EQ(client_->ask("POST", first + "/cancel").status, 200);
  EXPECT_FALSE(is_hung_up_at_once());
  provider_->release();
  const auto path = second.field("location");
  await_that("the other one is completed", [&] {
    return client_->ask("GET", path).body.find("\"status\":\"completed\"") != std::string::npos;
  });
  EXPECT_EQ(provider_->log().total(), 1U);
}

}  // namespace
}  // namespace assay::tests
