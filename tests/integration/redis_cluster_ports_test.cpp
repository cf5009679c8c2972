// Queue, limiter and bus over a cluster of three masters: what one script touches lies in one slot.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/random.hpp"
#include "broker/redis/event_bus.hpp"
#include "broker/redis/job_queue.hpp"
#include "broker/redis/rate_limiter.hpp"
#include "integration/redis_cluster.hpp"
#include "integration/redis_harness.hpp"
#include "store/memory/memory_job_ledger.hpp"

namespace assay::tests {
namespace {

using ::testing::IsEmpty;

class RedisClusterPorts : public testing::Test {
 protected:
  core::JobId new_job(const std::string& scope) {
    const core::JobId id{"job" + std::to_string(100 + state_.jobs.size())};
    auto& job = state_.jobs[id];
    job.scope = core::Scope{scope};
    job.created_at = clock_.now();
    return id;
  }

  Cluster cluster_;
  RedisBox box_{cluster_.url()};
  base::SystemClock clock_;
  base::SystemRandom random_;
  store::MemoryState state_{clock_};
  store::MemoryJobLedger ledger_{state_};
};

TEST_F(RedisClusterPorts, jobs_go_through_the_queue) {
  broker::redis::RedisJobQueue queue{box_.client(), ledger_, clock_, random_};
  std::set<core::JobId> left;
  for (int i = 0; i < 30; ++i) {
    const auto scope = "scope" + std::to_string(i % 3);
    const auto job = new_job(scope);
    left.insert(job);
    if (i % 2 == 0) {
      ASSERT_TRUE(box_.caller().await(queue.enqueue(job, core::Scope{scope})));
    }
  }
  auto unfinished = box_.caller().await(ledger_.unfinished(std::nullopt, 100)).value();
  EXPECT_EQ(box_.caller().await(queue.restore(std::move(unfinished))).value(), 15);
  core::ClaimRequest request;
  request.worker = "one";
  request.max = 8;
  bool retried = false;
  await_that("all are done", [&] {
    const auto claims = box_.caller().await(queue.claim(request)).value();
    for (const auto& claim : claims) {
      EXPECT_THAT(box_.caller().await(queue.extend({claim}, request.lease)).value(), IsEmpty());
      if (!std::exchange(retried, true)) {
        EXPECT_TRUE(
            box_.caller().await(queue.retry(claim, base::Micros{1000}, core::AttemptCharge::charged)));
        continue;
      }
      left.erase(claim.job);
      EXPECT_TRUE(box_.caller().await(queue.complete(claim)));
    }
    return left.empty();
  });
  EXPECT_EQ(box_.caller().await(queue.depth())->running, 0);
}

TEST_F(RedisClusterPorts, callers_on_every_node_are_limited) {
  broker::redis::RedisRateLimiter limiter{box_.client()};
  const std::vector<core::RatePolicy> policies{
      {"hour", core::RateKind::window, 2, std::chrono::hours{1}, 1},
      {"minute", core::RateKind::rate, 60, std::chrono::minutes{1}, 10}};
  for (int caller = 0; caller < 10; ++caller) {
    const auto key = "caller" + std::to_string(caller);
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(box_.caller().await(limiter.admit(key, policies))->admitted, i < 2) << key;
  }
}

TEST_F(RedisClusterPorts, events_reach_readers) {
  broker::redis::RedisEventBus bus{box_.client(), random_, box_.caller().executor()};
  auto ended = boost::asio::co_spawn(box_.caller().executor(), bus.run(), boost::asio::use_future);
  for (int i = 0; i < 10; ++i) {
    const core::JobId job{"job" + std::to_string(i)};
    const core::SubmissionId submission{"submission" + std::to_string(i)};
    const auto reader = bus.subscribe(submission, core::EventCursor{});
    bus.attach(job, core::public_scope(), submission);
    bus.publish(job, core::Progressed{50, core::Stage::analysing});
    bus.publish(job, core::StatusChanged{core::Status::completed});
    std::size_t frames = 0;
    await_that("the end of " + job.str(), [&] {
      const auto batch = reader->read(10);
      frames += batch.frames.size();
      return batch.ended;
    });
    EXPECT_EQ(frames, 2U);
  }
  bus.stop();
  ended.get();
}

}  // namespace
}  // namespace assay::tests
