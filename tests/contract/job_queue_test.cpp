#include <algorithm>
#include <map>

#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using base::Micros;
using core::AttemptCharge;
using core::Claim;
using core::Status;

constexpr Micros kLease{15'000'000};

class JobQueueContract : public StoreSuite {
 protected:
  void retry(const Claim& claim, Micros delay, AttemptCharge charge) {
    ASSERT_TRUE(await(h().queue().retry(claim, delay, charge)));
  }
  std::vector<core::JobId> extend(std::vector<Claim> claims) {
    return await(h().queue().extend(claims, kLease)).value();
  }
};
INSTANTIATE_TEST_SUITE_P(, JobQueueContract, testing::ValuesIn(queue_kinds()), kind_name);

TEST_P(JobQueueContract, gives_the_oldest_first_and_each_once) {
  std::vector<core::JobId> jobs;
  for (const auto* work : {"a", "b", "c"}) jobs.push_back(h().accept(work).job);
  const auto two = h().claim(2);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].job, jobs[0]);
  EXPECT_EQ(two[1].job, jobs[1]);
  EXPECT_FALSE(two[0].alone);
  EXPECT_EQ(h().claim(2, 2).at(0).job, jobs[2]);
  EXPECT_TRUE(h().claim(2, 3).empty());
}

TEST_P(JobQueueContract, enqueue_makes_nothing_twice) {
  const auto submission = h().submission("a");
  h().accept(submission);
  ASSERT_TRUE(await(h().queue().enqueue(submission.job, submission.scope)));
  ASSERT_TRUE(await(h().queue().enqueue(submission.job, submission.scope)));
  EXPECT_EQ(h().claim(10).size(), 1U);
}

TEST_P(JobQueueContract, is_fair_between_scopes) {
  for (int i = 0; i < 50; ++i) h().accept("work" + std::to_string(i), "busy");
  h().accept("x", "small");
  h().accept("y", "small");
  h().accept("z", "other");
  std::map<std::string, int> served;
  int claims = 0;
  for (const auto& claim : h().claim(5)) {
    const auto work = await(h().store().load_job(claim.job, claim.fence));
    ++served[work->scope.str()];
    ++claims;
  }
  EXPECT_EQ(claims, 5);
  EXPECT_EQ(served["small"], 2);
  EXPECT_EQ(served["other"], 1);
  EXPECT_EQ(served["busy"], 2);
}

TEST_P(JobQueueContract, fences_grow) {
  const auto job = h().accept("a").job;
  core::Fence last{};
  for (int i = 0; i < 5; ++i) {
    const auto claim = h().claim().at(0);
    EXPECT_EQ(claim.job, job);
    EXPECT_GT(claim.fence, last);
    last = claim.fence;
    retry(claim, Micros{0}, AttemptCharge::free);
  }
}

TEST_P(JobQueueContract, charges_attempts_as_told) {
  const auto submission = h().submission("a");
  h().accept(submission);
  auto claim = h().claim().at(0);
  EXPECT_EQ(claim.attempt, 1);
  retry(claim, Micros{0}, AttemptCharge::free);
  EXPECT_EQ(h().find(submission.id).submission.status, Status::pending);
  EXPECT_EQ(h().find(submission.id).submission.attempts, 0);
  claim = h().claim().at(0);
  EXPECT_EQ(claim.attempt, 1);
  retry(claim, Micros{0}, AttemptCharge::charged);
  EXPECT_EQ(h().find(submission.id).submission.attempts, 1);
  claim = h().claim().at(0);
  EXPECT_EQ(claim.attempt, 2);
  h().finish(claim, h().result());
  EXPECT_EQ(h().find(submission.id).submission.attempts, 2);
}

TEST_P(JobQueueContract, a_delayed_job_waits_for_its_time) {
  h().accept("a");
  retry(h().claim().at(0), std::chrono::seconds{2}, AttemptCharge::charged);
  EXPECT_EQ(h().depth().delayed, 1);
  EXPECT_TRUE(h().claim().empty());
  h().clock().advance(std::chrono::milliseconds{1999});
  EXPECT_TRUE(h().claim().empty());
  h().clock().advance(std::chrono::milliseconds{1});
  EXPECT_EQ(h().claim().size(), 1U);
}

TEST_P(JobQueueContract, jumps_of_the_wall_clock_neither_hasten_nor_stall) {
  h().accept("a");
  retry(h().claim().at(0), std::chrono::seconds{2}, AttemptCharge::charged);
  h().clock().jump_wall(std::chrono::hours{1});
  EXPECT_TRUE(h().claim().empty());
  h().clock().jump_wall(-std::chrono::hours{5});
  h().clock().advance(std::chrono::seconds{2});
  const auto claim = h().claim().at(0);
  h().clock().jump_wall(std::chrono::hours{5});
  EXPECT_TRUE(h().claim().empty()) << "the lease is not over";
  EXPECT_TRUE(extend({claim}).empty());
}

TEST_P(JobQueueContract, a_lease_that_is_not_renewed_is_lost) {
  h().accept("a");
  const auto first = h().claim().at(0);
  h().clock().advance(kLease - Micros{1});
  EXPECT_TRUE(h().claim().empty());
  EXPECT_TRUE(extend({first}).empty());
  h().clock().advance(kLease - Micros{1});
  EXPECT_TRUE(h().claim().empty());
  h().clock().advance(Micros{1});
  const auto second = h().claim().at(0);
  EXPECT_EQ(second.job, first.job);
  EXPECT_EQ(second.attempt, 1);
  EXPECT_EQ(extend({first, second}), std::vector{first.job});
  EXPECT_EQ(error_of(await(h().queue().retry(first, Micros{0}, AttemptCharge::free))).code, Errc::conflict);
}

TEST_P(JobQueueContract, leases_are_renewed_together) {
  for (const auto* work : {"a", "b", "c"}) h().accept(work);
  const auto claims = h().claim(3);
  h().finish(claims[1], h().result());
  EXPECT_EQ(extend(claims), std::vector{claims[1].job});
  EXPECT_TRUE(extend({}).empty());
}

TEST_P(JobQueueContract, tells_how_old_the_oldest_job_is) {
  EXPECT_EQ(h().depth().oldest, Micros{0});
  h().accept("a");
  h().clock().advance(std::chrono::seconds{30});
  h().accept("b");
  h().clock().advance(std::chrono::seconds{5});
  EXPECT_EQ(h().depth().oldest, std::chrono::seconds{35});
  h().finish(h().claim().at(0), h().result());
  EXPECT_EQ(h().depth().oldest, std::chrono::seconds{5});
}

TEST_P(JobQueueContract, tells_its_depth) {
  for (const auto* work : {"a", "b", "c", "d"}) h().accept(work);
  const auto claims = h().claim(2);
  retry(claims[0], std::chrono::seconds{1}, AttemptCharge::charged);
  const auto depth = h().depth();
  EXPECT_EQ(depth.ready, 2);
  EXPECT_EQ(depth.delayed, 1);
  EXPECT_EQ(depth.running, 1);
  h().finish(claims[1], h().result());
  EXPECT_EQ(h().depth().running, 0);
}

// Real time from here: what is tested is that these return long before their limit.
constexpr Micros kLong = std::chrono::seconds{60};

TEST_P(JobQueueContract, wait_returns_while_a_job_is_ready) {
  h().accept("a");
  await(h().queue().wait(kLong));
  EXPECT_EQ(h().claim(5).size(), 1U);
  await(h().queue().wait(Micros{1000}));
  EXPECT_TRUE(h().claim(5, 1).empty());
}

base::Task<void> note_when_waited(core::JobQueue& queue, bool* returned) {
  co_await queue.wait(kLong);
  *returned = true;
}

TEST_P(JobQueueContract, enqueue_wakes_everyone_who_waits) {
  EXPECT_TRUE(h().claim().empty());
  boost::asio::io_context& io = h().new_context();
  bool one = false;
  bool two = false;
  boost::asio::co_spawn(io, note_when_waited(h().queue(), &one), [](const std::exception_ptr&) {});
  boost::asio::co_spawn(io, note_when_waited(h().queue(), &two), [](const std::exception_ptr&) {});
  io.poll();
  EXPECT_FALSE(one || two);
  const auto submission = h().submission("a");
  h().accept(submission);
  ASSERT_TRUE(await(h().queue().enqueue(submission.job, submission.scope)));
  io.run();
  EXPECT_TRUE(one && two);
}

TEST_P(JobQueueContract, an_interruption_ends_waits) {
  bool returned = false;
  EXPECT_TRUE(h().claim().empty());
  boost::asio::io_context& io = h().new_context();
  boost::asio::co_spawn(io, note_when_waited(h().queue(), &returned), [](const std::exception_ptr&) {});
  io.poll();
  EXPECT_FALSE(returned);
  h().queue().interrupt();
  io.run();
  EXPECT_TRUE(returned);
}

TEST_P(JobQueueContract, wait_knows_the_earliest_delay_and_the_end_of_a_lease) {
  h().accept("a");
  retry(h().claim().at(0), std::chrono::milliseconds{5}, AttemptCharge::charged);
  EXPECT_TRUE(h().claim().empty());
  await(h().queue().wait(kLong));
  h().clock().advance(std::chrono::milliseconds{5});
  EXPECT_EQ(h().claim(2).size(), 1U);
  h().clock().advance(kLease - Micros{5000});
  await(h().queue().wait(kLong));
  h().clock().advance(std::chrono::seconds{1});
  EXPECT_EQ(h().claim(2).size(), 1U);
}

}  // namespace
}  // namespace assay::contract
