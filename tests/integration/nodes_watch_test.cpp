// What a worker of its own tells of itself, through the real binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "fakes/fake_provider.hpp"
#include "integration/http_client.hpp"
#include "integration/http_openapi.hpp"
#include "integration/nodes.hpp"

namespace assay::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class NodesWatch : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = Nodes::missing(); !why.empty()) GTEST_SKIP() << why;
    nodes_ = std::make_unique<Nodes>();
  }
  static HttpAnswer get(const AssayProcess& process, const std::string& path,
                        const std::string& fields = {}) {
    return HttpClient{process.port()}.ask("GET", path, {}, fields);
  }
  std::string make_key(const std::string& scope) const {
    const auto made = run_assay({"key", "create", scope, "--scope", scope}, nodes_->environment());
    EXPECT_EQ(made.code, 0) << made.err;
    return "Authorization: Bearer " + made.out.substr(0, made.out.find('\n')) + "\r\n";
  }

  std::unique_ptr<Nodes> nodes_;
  OpenApi api_;
};

TEST_F(NodesWatch, AWorkerServesOnlyWhatItIsWatchedBy) {
  const auto worker = nodes_->start_worker();
  EXPECT_EQ(get(*worker, "/livez").status, 200);
  const auto ready = get(*worker, "/readyz");
  EXPECT_EQ(ready.status, 200) << ready.body;
  EXPECT_THAT(api_.check_answer("getReadiness", 200, ready.field("content-type"), ready.body), IsEmpty());
  const auto metrics = get(*worker, "/metrics");
  EXPECT_EQ(metrics.status, 200);
  for (const auto* name : {"assay_jobs_running 0\n", "assay_jobs_total{outcome=\"completed\"} 0\n",
                           "assay_redis_calls_total ", "assay_jobs_in_queue{state=\"ready\"} 0\n",
                           "process_resident_memory_bytes ", "assay_http_requests_total{route=\"/livez\""})
    EXPECT_THAT(metrics.body, HasSubstr(name));
  for (const auto* path : {"/", "/api/reviews", "/api/health", "/api/settings", "/docs", "/history"})
    EXPECT_EQ(get(*worker, path, "Accept: text/html\r\n").status, 404) << path;
  HttpClient client{worker->port()};
  EXPECT_EQ(client.ask("POST", "/api/reviews", R"({"language":"go","code":"x"})").status, 404);
  EXPECT_EQ(client.ask("POST", "/metrics", "{}").status, 405);
  HttpClient other{worker->port()};
  other.send("GET /livez HTTP/1.1\r\nHost: rebound.example\r\n\r\n");
  EXPECT_EQ(other.answer().status, 421);
}

TEST_F(NodesWatch, AWorkerSaysWhichServerIsAwayAndThatItIsBack) {
  const auto worker = nodes_->start_worker();
  ASSERT_EQ(get(*worker, "/readyz").status, 200);
  nodes_->redis.stop();
  const auto without = get(*worker, "/readyz");
  EXPECT_EQ(without.status, 503);
  EXPECT_THAT(without.body, HasSubstr("check redis.url"));
  EXPECT_EQ(get(*worker, "/livez").status, 200);
  EXPECT_THAT(get(*worker, "/metrics").body, Not(HasSubstr("assay_jobs_in_queue")));
  nodes_->redis.start();
  await_that("the worker is ready again", [&] { return get(*worker, "/readyz").status == 200; });
}

/// The value of a metric without labels.
double metric(const std::string& page, const std::string& name) {
  const auto at = page.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(page.substr(at + name.size() + 2));
}

int times_in(const std::string& text, std::string_view what) {
  int times = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
  return times;
}

TEST_F(NodesWatch, AWorkerDoesNotRepeatInItsLogThatRedisIsAway) {
  const auto worker = nodes_->start_worker();
  const auto failed = [&] { return metric(get(*worker, "/metrics").body, "assay_redis_calls_failed_total"); };
  nodes_->redis.stop();
  await_that("it says so", [&] { return times_in(worker->log(), "no jobs can be claimed") > 0; });
  const auto before = failed();
  await_that("it has tried several times more", [&] { return failed() >= before + 8; });
  EXPECT_LE(times_in(worker->log(), "no jobs can be claimed"), 2);
  nodes_->redis.start();
  await_that("it says that it goes on",
             [&] { return times_in(worker->log(), "jobs can be claimed again") > 0; });
  EXPECT_EQ(times_in(worker->log(), "jobs can be claimed again"), 1);
}

TEST_F(NodesWatch, AWorkersMetricsNeedTheSameKeysAsAServers) {
  const auto admin = make_key("admin");
  const auto reader = make_key("read");
  const auto worker = nodes_->start_worker({"access.mode=keys"});
  EXPECT_EQ(get(*worker, "/livez").status, 200);
  const auto ready = get(*worker, "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_THAT(ready.body, Not(HasSubstr("MongoDB"))) << "to strangers no more than that all is well";
  EXPECT_THAT(get(*worker, "/readyz", reader).body, HasSubstr("MongoDB"));
  EXPECT_EQ(get(*worker, "/metrics").status, 401);
  EXPECT_EQ(get(*worker, "/metrics", reader).status, 403);
  EXPECT_EQ(get(*worker, "/metrics", admin).status, 200);
  const auto open = nodes_->start_worker({"access.mode=keys", "access.open_metrics=true"});
  EXPECT_EQ(get(*open, "/metrics").status, 200);
}

TEST_F(NodesWatch, AWorkerThatDrainsIsNotReadyAndIsWatchedToItsEnd) {
  const auto provider = fakes::FakeProvider::start().value();
  provider->hold();
  const Nodes nodes{{{"OPENAI_API_KEY", "any"}, {"OPENAI_BASE_URL", provider->origin() + "/v1"}}};
  const auto server = nodes.start_api({"reviewers=llm"});
  const auto worker = nodes.start_worker({"reviewers=llm"});
  HttpClient client{server->port()};
  const auto accepted = client.ask("POST", "/api/reviews", R"({"language":"go","code":"package a"})");
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  await_that("the model is asked", [&] { return provider->log().total() == 1; });
  EXPECT_THAT(get(*worker, "/metrics").body, HasSubstr("assay_jobs_running 1\n"));
  worker->send(SIGTERM);
  await_that("the worker says that it drains", [&] { return get(*worker, "/readyz").status == 503; });
  EXPECT_THAT(get(*worker, "/readyz").body, HasSubstr("shutting down"));
  provider->release();
  EXPECT_EQ(worker->wait(), 0);
  EXPECT_THAT(client.ask("GET", accepted.field("location")).body, HasSubstr("\"status\":\"completed\""));
}

TEST_F(NodesWatch, AnAddressThatIsTakenEndsTheWorkerWithASentence) {
  const auto worker = nodes_->start_worker();
  const auto address = "127.0.0.1:" + std::to_string(worker->port());
  const auto second = run_assay({"worker", "--listen", address}, nodes_->environment());
  EXPECT_EQ(second.code, 3);
  EXPECT_THAT(second.err, HasSubstr("Another program listens on 127.0.0.1 port"));
}

}  // namespace
}  // namespace assay::tests
