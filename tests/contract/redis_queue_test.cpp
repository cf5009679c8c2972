// What only a queue in Redis has to stand: lost replies, lost memory, lost connections, more than one
// process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "contract/redis_harness.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using base::Micros;
using broker::redis::RedisJobQueue;
using core::AttemptCharge;
using core::Claim;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Micros kLease{15'000'000};
constexpr Micros kGrace{1'000'000};

class RedisQueue : public testing::Test {
 protected:
  RedisHarnessOver<MemorySide>& h() { return harness_; }

  static core::ClaimRequest request(const std::string& worker, int max = 1, int in_flight = 0) {
    core::ClaimRequest wanted;
    wanted.worker = worker;
    wanted.max = max;
    wanted.in_flight = in_flight;
    return wanted;
  }
  std::vector<Claim> claim_by(RedisJobQueue& queue, const std::string& worker, int max = 1,
                              int in_flight = 0) {
    return await(queue.claim(request(worker, max, in_flight))).value();
  }
  std::vector<core::JobId> extend(RedisJobQueue& queue, std::vector<Claim> claims) {
    return await(queue.extend(std::move(claims), kLease)).value();
  }

 private:
  RedisHarnessOver<MemorySide> harness_;
};

TEST_F(RedisQueue, a_lost_reply_at_any_call_is_harmless) {
  auto& queue = h().queue();
  const auto submission = h().submission("a");
  ASSERT_TRUE(await(h().store().accept(submission)));
  h().client().lose(1);
  ASSERT_TRUE(await(queue.enqueue(submission.job, submission.scope)));
  h().client().lose(1);
  auto claims = claim_by(queue, "one", 5);
  ASSERT_EQ(claims.size(), 1U);
  h().client().lose(1);
  EXPECT_THAT(extend(queue, claims), IsEmpty());
  h().client().lose(1);
  ASSERT_TRUE(await(queue.retry(claims[0], Micros{0}, AttemptCharge::charged)));
  h().client().lose(1, 1);  // the second of a claim's two calls
  claims = claim_by(queue, "one", 5);
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].attempt, 2);
  h().client().lose(1);
  ASSERT_TRUE(await(queue.complete(claims[0])));
  EXPECT_EQ(h().depth().running, 0);
  h().client().lose(1);
  EXPECT_TRUE(await(queue.take_turn(kLease)).value());
}

TEST_F(RedisQueue, what_a_failed_claim_took_comes_with_the_next) {
  for (const auto* work : {"a", "b", "c"}) h().accept(work);
  for (const int after : {0, 1}) {  // before the fences, after them
    h().client().lose(2, after);
    EXPECT_EQ(await(h().queue().claim(request("one", 2))).error().code, Errc::unavailable);
    EXPECT_EQ(h().depth().running, 2);
    const auto claims = claim_by(h().queue(), "one", 2);
    ASSERT_EQ(claims.size(), 2U);
    EXPECT_THAT(extend(h().queue(), claims), IsEmpty());
    for (const auto& claim : claims)
      ASSERT_TRUE(await(h().queue().retry(claim, Micros{0}, AttemptCharge::free)));
  }
}

TEST_F(RedisQueue, what_a_failed_claim_took_is_no_suspect_when_nobody_comes_for_it) {
  h().accept("a");
  h().client().lose(2);
  EXPECT_FALSE(await(h().queue().claim(request("one"))));
  h().clock().advance(kLease);
  RedisBox box;
  const auto other = h().new_queue(box.client());
  const auto claims = claim_by(*other, "two");
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_FALSE(claims[0].alone);
  EXPECT_THAT(claim_by(h().queue(), "one"), IsEmpty()) << "the first one's claim is void";
}

TEST_F(RedisQueue, jobs_that_the_store_does_not_know_are_forgotten) {
  ASSERT_TRUE(
      await(h().queue().enqueue(core::JobId{"0192f3a4-0000-7000-8000-00000000dead"}, core::public_scope())));
  EXPECT_THAT(h().claim(), IsEmpty());
  const auto depth = h().depth();
  EXPECT_EQ(depth.ready + depth.running, 0);
}

TEST_F(RedisQueue, after_a_flush_holders_go_on_and_the_rest_is_restored) {
  const auto held = h().accept("held").job;
  const auto claim = h().claim().at(0);
  const auto waiting = h().accept("waiting").job;
  h().flush();
  RedisBox box;
  const auto other = h().new_queue(box.client());
  EXPECT_THAT(claim_by(*other, "two", 5), IsEmpty()) << "holders have a moment to say so";
  EXPECT_THAT(extend(h().queue(), {claim}), IsEmpty());
  h().clock().advance(kGrace);
  const auto claims = claim_by(*other, "two", 5);
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].job, waiting);
  EXPECT_EQ(claim.job, held);
  h().finish(claim, h().result());
  EXPECT_EQ(h().restore(), 0) << "everything is known";
}

TEST_F(RedisQueue, a_holder_that_comes_too_late_after_a_flush_has_lost) {
  h().accept("a");
  const auto first = h().claim().at(0);
  h().flush();
  h().clock().advance(kGrace);
  RedisBox box;
  const auto other = h().new_queue(box.client());
  const auto second = claim_by(*other, "two").at(0);
  EXPECT_GT(second.fence, first.fence);
  EXPECT_THAT(extend(h().queue(), {first}), ElementsAre(first.job));
  EXPECT_THAT(extend(*other, {second}), IsEmpty());
}

TEST_F(RedisQueue, a_holder_tells_a_wiped_queue_by_itself) {
  h().accept("a");
  const auto claim = h().claim().at(0);
  boost::asio::io_context& io = h().new_context();
  boost::asio::co_spawn(io, h().queue().run(),
                        [](const std::exception_ptr& failed) { EXPECT_FALSE(failed); });
  std::thread background{[&] { io.run(); }};
  shared_redis().flush_all();
  // Somebody calls, and so finds that it is empty.
  EXPECT_TRUE(await(h().queue().depth()));
  tests::await_that("the holder tells", [&] { return h().depth().running == 1; });
  EXPECT_EQ(h().restore(), 0);
  h().queue().stop();
  background.join();
  h().finish(claim, h().result());
}

TEST_F(RedisQueue, what_ended_lately_does_not_come_back) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto claim = h().claim().at(0);
  const core::UnfinishedJob seen_before{submission.job, submission.scope, submission.created_at};
  h().finish(claim, h().result());
  EXPECT_EQ(await(h().queue().restore({seen_before})).value(), 0);
  EXPECT_THAT(extend(h().queue(), {claim}), ElementsAre(claim.job));
  ASSERT_TRUE(await(h().queue().enqueue(submission.job, submission.scope)));
  EXPECT_THAT(h().claim(), IsEmpty());
}

TEST_F(RedisQueue, a_job_that_kills_its_process_is_poison_the_third_time_alone) {
  const auto job = h().accept("deadly").job;
  EXPECT_FALSE(h().claim().at(0).alone);
  for (int death = 1; death <= 3; ++death) {
    h().clock().advance(kLease);
    const auto claim = h().claim().at(0);
    EXPECT_TRUE(claim.alone);
    EXPECT_FALSE(claim.poisonous);
    EXPECT_EQ(claim.attempt, 1) << "no attempt is charged";
    h().accept("neighbour" + std::to_string(death));
    EXPECT_THAT(h().claim(5, 1), IsEmpty()) << "nothing beside it in its process";
  }
  h().clock().advance(kLease);
  const auto claims = h().claim(5);
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].job, job);
  EXPECT_TRUE(claims[0].poisonous);
  h().finish(claims[0], h().result());
  EXPECT_EQ(h().claim(5).size(), 3U);
}

TEST_F(RedisQueue, suspects_of_one_process_do_not_stop_the_others) {
  auto& queue = h().queue();
  for (const auto* worker : {"dead", "one", "two"}) EXPECT_THAT(claim_by(queue, worker), IsEmpty());
  for (const auto* work : {"a", "b", "c"}) h().accept(work);
  ASSERT_EQ(claim_by(queue, "dead", 3).size(), 3U);
  h().clock().advance(kLease);
  const auto x = h().accept("x").job;
  const auto y = h().accept("y").job;
  // Of three processes one makes room for suspects; the other ones go on.
  EXPECT_THAT(claim_by(queue, "one", 1, 1), IsEmpty());
  EXPECT_EQ(claim_by(queue, "two", 1, 1).at(0).job, x);
  const auto suspect = claim_by(queue, "one", 4, 0).at(0);
  EXPECT_TRUE(suspect.alone);
  EXPECT_THAT(claim_by(queue, "one", 4, 1), IsEmpty());
  EXPECT_EQ(claim_by(queue, "two", 1, 0).at(0).job, y);
  EXPECT_TRUE(claim_by(queue, "two", 1, 0).at(0).alone) << "there is nothing else to do";
}

TEST_F(RedisQueue, one_process_at_a_time_repairs) {
  RedisBox box;
  const auto other = h().new_queue(box.client());
  const Micros turn = std::chrono::milliseconds{200};
  EXPECT_TRUE(await(h().queue().take_turn(turn)).value());
  EXPECT_TRUE(await(h().queue().take_turn(turn)).value());
  EXPECT_FALSE(await(other->take_turn(turn)).value());
  tests::await_that("the turn passes on", [&] { return await(other->take_turn(turn)).value(); });
  EXPECT_FALSE(await(h().queue().take_turn(turn)).value());
}

TEST_F(RedisQueue, jumps_of_the_servers_clock_end_no_lease) {
  // A short longest step, and the clock that the tests move in the place of the server's.
  RedisBox box;
  const auto queue = h().new_queue(box.client(), std::chrono::seconds{5});
  h().accept("a");
  const auto claim = claim_by(*queue, "one").at(0);
  h().clock().advance(std::chrono::hours{3});
  EXPECT_THAT(claim_by(*queue, "two"), IsEmpty());
  EXPECT_THAT(extend(*queue, {claim}), IsEmpty());
  h().clock().advance(-std::chrono::hours{5});
  EXPECT_THAT(claim_by(*queue, "two"), IsEmpty());
  for (int i = 0; i < 3; ++i) {
    h().clock().advance(std::chrono::seconds{5});
    (void)await(queue->depth());
  }
  EXPECT_EQ(claim_by(*queue, "two").at(0).job, claim.job) << "nor does a jump back prolong them";
}

TEST_F(RedisQueue, runs_on_the_servers_clock) {
  RedisBox box;
  broker::redis::RedisQueueOptions options;
  options.prefix = RedisBox::new_prefix();
  base::SystemClock clock;
  base::SystemRandom random;
  RedisJobQueue queue{box.client(), h().ledger(), clock, random, options};
  const auto submission = h().submission("a");
  ASSERT_TRUE(await(h().store().accept(submission)));
  ASSERT_TRUE(await(queue.enqueue(submission.job, submission.scope)));
  auto wanted = request("one");
  wanted.lease = std::chrono::milliseconds{50};
  const auto first = await(queue.claim(wanted)).value().at(0);
  std::vector<Claim> second;
  tests::await_that("the lease ends", [&] {
    await(queue.wait(std::chrono::seconds{1}));
    second = await(queue.claim(wanted)).value();
    return !second.empty();
  });
  EXPECT_TRUE(second[0].alone);
  EXPECT_GT(second[0].fence, first.fence);
}

/// A Redis of its own that is stopped and started.
class RedisRestart : public testing::Test {
 protected:
  void open(bool keep) {
    tests::RedisServer::Options options;
    options.keep = keep;
    server_.emplace(options);
    box_.emplace(*server_);
    broker::redis::RedisQueueOptions queue_options;
    queue_options.prefix = "restart";
    queue_.emplace(box_->client(), side_.ledger(), clock_, random_, queue_options);
  }
  core::NewSubmission accept(const std::string& work) {
    auto submission = maker_.submission(work);
    EXPECT_TRUE(await(side_.store().accept(submission)));
    (void)await(queue_->enqueue(submission.job, submission.scope));
    return submission;
  }
  Claim claim() {
    core::ClaimRequest request;
    request.worker = "one";
    std::vector<Claim> claims;
    tests::await_that("there is a job", [&] {
      auto some = await(queue_->claim(request));
      if (some) claims = std::move(*some);
      return !claims.empty();
    });
    return claims.at(0);
  }
  void answers_again() {
    tests::await_that("Redis answers again", [&] { return await(queue_->depth()).has_value(); });
  }

  base::ManualClock manual_;
  base::SystemClock clock_;
  base::SystemRandom random_;
  RedisHarnessOver<MemorySide> maker_;  // of submissions
  MemorySide side_{manual_};
  std::optional<tests::RedisServer> server_;
  std::optional<RedisBox> box_;
  std::optional<RedisJobQueue> queue_;
};

TEST_F(RedisRestart, with_its_file_everything_is_as_before) {
  open(true);
  accept("held");
  const auto held = claim();
  const auto waiting = accept("waiting");
  server_->kill();
  EXPECT_EQ(await(queue_->depth()).error().code, Errc::unavailable);
  const auto while_down = accept("while it is down");
  server_->start();
  answers_again();
  EXPECT_THAT(await(queue_->extend({held}, kLease)).value(), IsEmpty());
  EXPECT_EQ(claim().job, waiting.job);
  auto jobs = await(side_.ledger().unfinished(std::nullopt, 100)).value();
  EXPECT_EQ(await(queue_->restore(std::move(jobs))).value(), 1);
  EXPECT_EQ(claim().job, while_down.job);
}

TEST_F(RedisRestart, without_its_file_everything_is_restored) {
  open(false);
  accept("held");
  const auto held = claim();
  const auto waiting = accept("waiting");
  server_->kill();
  server_->start_empty();
  answers_again();
  EXPECT_THAT(await(queue_->extend({held}, kLease)).value(), IsEmpty());
  auto jobs = await(side_.ledger().unfinished(std::nullopt, 100)).value();
  EXPECT_EQ(await(queue_->restore(std::move(jobs))).value(), 1);
  EXPECT_EQ(claim().job, waiting.job);
}

TEST_F(RedisRestart, connections_that_break_all_the_time_lose_and_double_nothing) {
  open(false);
  constexpr int kJobs = 120;
  constexpr int kCallsBetween = 10;
  constexpr int kBreaks = 6;
  std::set<core::JobId> left;
  int accepted = 0;
  const auto accept_some = [&] {
    for (int i = 0; i < kJobs; ++i) left.insert(accept("work" + std::to_string(accepted++)).job);
  };
  accept_some();
  std::atomic<bool> over{false};
  std::atomic<int> calls{0};
  std::atomic<int> killed{0};
  std::thread killer{[&] {
    for (int last = 0; !over; std::this_thread::yield()) {
      if (calls < last + kCallsBetween) continue;
      last = calls;
      if (server_->try_command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}) != "0") ++killed;
    }
  }};
  core::ClaimRequest request;
  request.worker = "one";
  request.max = 8;
  int doubled = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (std::chrono::steady_clock::now() < deadline) {
    // Where nobody else runs, all may be done before enough was broken.
    if (left.empty() && killed >= kBreaks) break;
    if (left.empty()) accept_some();
    const auto claims = await(queue_->claim(request));
    ++calls;
    if (!claims || claims->empty()) {
      auto jobs = await(side_.ledger().unfinished(std::nullopt, 1000)).value();
      (void)await(queue_->restore(std::move(jobs)));
      continue;
    }
    for (const auto& claim : *claims) {
      if (!await(side_.store().finish(claim.job, claim.fence, maker_.result()))) ++doubled;
      left.erase(claim.job);
      (void)await(queue_->complete(claim));
      ++calls;
    }
  }
  over = true;
  killer.join();
  EXPECT_TRUE(left.empty()) << left.size() << " jobs are lost";
  EXPECT_EQ(doubled, 0);
  EXPECT_GE(killed.load(), kBreaks);
}

}  // namespace
}  // namespace assay::contract
