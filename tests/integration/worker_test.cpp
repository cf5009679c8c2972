// The use cases together: submit, work, cancel, drain, over the store in memory and the event hub of one
// process.

#include "review/worker.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>

#include "broker/local/event_hub.hpp"
#include "core/poisonous.hpp"
#include "core/review_json.hpp"
#include "review/canceller.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"
#include "review/submitter.hpp"
#include "store/memory/memory_queue.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::review {
namespace {

/// Always 0: every back-off is as short as it can be, so that no test waits for one.
class NoChance final : public base::Random {
 public:
  std::uint64_t next() override { return value_++ << 20; }

 private:
  std::uint64_t value_ = 0;
};

core::Issue sample_issue() {
  core::Issue issue;
  issue.title = "Division by zero";
  issue.quote = "x / 0";
  issue.lines = core::LineRange{1, 1};
  issue.severity = core::Severity::high;
  issue.sources = {"static"};
  return issue;
}

/// Does what the test says, call by call; the last behaviour repeats.
class ScriptedReviewer final : public core::Reviewer {
 public:
  enum class Act { find, fail_for_now, fail_for_good, hang };
  ScriptedReviewer(base::Executor executor, std::vector<Act> acts)
      : stopped_(executor), acts_(std::move(acts)) {}

  std::string name() const override { return "static"; }
  std::string identity(const core::ReviewOptions&) const override { return "1"; }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override {
    const Act act = acts_[std::min(calls, acts_.size() - 1)];
    ++calls;
    core::ReviewerOutcome outcome;
    outcome.issues.push_back(sample_issue());
    request.observer->issue_found(outcome.issues.back());
    if (act == Act::hang) {
      while (!request.stop.stop_requested()) co_await stopped_.wait(base::Micros{2'000});
      saw_stop = true;
      outcome.failure = core::ReviewerFailure{"stopped", true, std::nullopt};
    }
    if (act == Act::fail_for_now) outcome.failure = core::ReviewerFailure{"overloaded", true, std::nullopt};
    if (act == Act::fail_for_good)
      outcome.failure = core::ReviewerFailure{"no such model", false, std::nullopt};
    co_return outcome;
  }
  std::size_t calls = 0;
  bool saw_stop = false;

 private:
  base::Wakeup stopped_;
  std::vector<Act> acts_;
};

/// A queue whose jobs have all ended their process too often.
class PoisonousQueue final : public store::MemoryJobQueue {
 public:
  using MemoryJobQueue::MemoryJobQueue;
  base::Task<base::Result<std::vector<core::Claim>>> claim(core::ClaimRequest request) override {
    auto claims = co_await MemoryJobQueue::claim(std::move(request));
    if (claims) {
      for (auto& claim : *claims) claim.poisonous = true;
    }
    co_return claims;
  }
};

/// A queue of which other processes take jobs away, as one in Redis.
class SharedQueue final : public store::MemoryJobQueue {
 public:
  using MemoryJobQueue::MemoryJobQueue;
  void on_lost(std::function<void(const core::JobId&)> heard) override { lost = std::move(heard); }
  std::function<void(const core::JobId&)> lost;
};

struct World {
  explicit World(std::vector<ScriptedReviewer::Act> acts) : reviewer(io.get_executor(), std::move(acts)) {}

  boost::asio::io_context io{1};
  base::SystemClock clock;
  NoChance random;
  store::MemoryState state{clock};
  store::MemoryReviewStore store{state};
  store::MemoryJobQueue queue{state};
  broker::EventHub hub{clock};
  ScriptedReviewer reviewer;
  Pipeline pipeline{{&reviewer}, clock};
  HotReviews hot{1 << 20};
  ActiveJobs active;
  Submitter submitter{{store, queue, hub, pipeline, clock, random,
                       [](std::string_view, std::string_view) { return core::Language::go; }}};
  Reader reader{store, hot};
  Canceller canceller{{store, queue, hub, active, hot, clock}};
  Rerunner rerunner{reader, submitter};
  WorkerConfig config = [] {
    WorkerConfig made;
    made.drain_grace = base::Micros{0};
    return made;
  }();
  Worker worker{{store, queue, hub, store, pipeline, active, clock, random, io.get_executor()}, config};

  base::Task<core::SubmissionId> submit(std::string code) {
    SubmitRequest request;
    request.scope = core::public_scope();
    request.input.language = core::Language::python;
    request.input.code = std::move(code);
    const auto submitted = co_await submitter.submit(std::move(request));
    EXPECT_TRUE(submitted) << submitted.error().message;
    co_return submitted ? submitted->id : core::SubmissionId{};
  }

  base::Task<SharedRecord> wait_until(core::SubmissionId id,
                                      std::function<bool(const core::Submission&)> done) {
    const auto events = hub.subscribe(id, std::nullopt);
    while (true) {
      const auto found = co_await reader.find(core::public_scope(), id);
      EXPECT_TRUE(found);
      if (!found || done((*found)->submission)) co_return found ? *found : nullptr;
      events->read(1000);
      co_await events->wait(base::Micros{20'000});
    }
  }
  base::Task<SharedRecord> finished(core::SubmissionId id) {
    return wait_until(std::move(id),
                      [](const auto& submission) { return core::is_terminal(submission.status); });
  }

  /// Runs a worker beside `test` and stops it afterwards.
  void run(Worker& beside, base::Task<void> test) {
    boost::asio::co_spawn(io, beside.run(), boost::asio::detached);
    boost::asio::co_spawn(io, std::move(test), [&beside](const std::exception_ptr& error) {
      EXPECT_FALSE(error);
      beside.stop();
    });
    io.run();
  }
  void run(base::Task<void> test) { run(worker, std::move(test)); }
};

using Act = ScriptedReviewer::Act;

base::Task<void> complete_one(World& world) {
  const auto id = co_await world.submit("x = 1 / 0\n");
  const auto record = co_await world.finished(id);
  EXPECT_EQ(record->submission.status, core::Status::completed);
  const auto review = core::decode_review_members(*record->review_members);
  EXPECT_TRUE(review);
  EXPECT_EQ(review->issues.size(), 1U);
  EXPECT_TRUE(review->scores);

  const auto again = co_await world.submit("x = 1 / 0\r\n");
  const auto cached = co_await world.finished(again);
  EXPECT_NE(again, id);
  EXPECT_TRUE(cached->submission.cached);
  EXPECT_EQ(*cached->review_members, *record->review_members);
}

TEST(Worker, completes_a_submission_and_answers_equal_code_from_the_cache) {
  World world{{Act::find}};
  world.run(complete_one(world));
  EXPECT_EQ(world.reviewer.calls, 1U);
  EXPECT_EQ(world.worker.counters().completed.load(), 1);
}

base::Task<void> complete_many(World& world) {
  std::vector<core::SubmissionId> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(co_await world.submit("same\n"));
  for (const auto& id : ids) {
    const auto record = co_await world.finished(id);
    EXPECT_EQ(record->submission.status, core::Status::completed);
  }
}

base::Task<void> refuse_one(World& world) {
  const auto id = co_await world.submit("x = 1 / 0\n");
  const auto record = co_await world.finished(id);
  EXPECT_EQ(record->submission.status, core::Status::failed);
  EXPECT_EQ(record->submission.error, core::poisonous_error());
}

TEST(Worker, fails_what_the_queue_calls_poisonous_without_running_it) {
  World world{{Act::find}};
  PoisonousQueue queue{world.state};
  Worker worker{{world.store, queue, world.hub, world.store, world.pipeline, world.active, world.clock,
                 world.random, world.io.get_executor()},
                world.config};
  world.run(worker, refuse_one(world));
  EXPECT_EQ(world.reviewer.calls, 0U);
  EXPECT_EQ(worker.counters().failed.load(), 1);
}

TEST(Worker, equal_submissions_share_one_review) {
  World world{{Act::find}};
  world.run(complete_many(world));
  EXPECT_EQ(world.reviewer.calls, 1U);
}

TEST(Worker, tries_again_what_failed_for_now) {
  World world{{Act::fail_for_now, Act::fail_for_now, Act::find}};
  world.run(complete_one(world));
  EXPECT_EQ(world.reviewer.calls, 3U);
  EXPECT_EQ(world.worker.counters().retried.load(), 2);
}

base::Task<void> store_late(World& world) {
  const auto begun = world.clock.steady();
  const auto id = co_await world.submit("x = 1 / 0\n");
  // As in a store without transactions, where the job is there before its submission.
  auto late = world.state.submissions.extract(id);
  const auto& jobs = world.state.jobs;
  const auto came_back = [&jobs] {
    const auto& job = jobs.begin()->second;
    return job.fence != core::Fence{} && job.status == core::Status::pending;
  };
  while (!jobs.empty() && !came_back()) co_await base::sleep_for(base::Micros{2'000});
  EXPECT_FALSE(jobs.empty()) << "it is done for nobody";
  world.state.submissions.insert(std::move(late));
  const auto record = co_await world.finished(id);
  EXPECT_EQ(record->submission.status, core::Status::completed);
  EXPECT_EQ(record->submission.attempts, 1) << "waiting costs no attempt";
  EXPECT_LT(world.clock.steady() - begun, world.config.lease / 3) << "nobody waits for the lease to end";
}

TEST(Worker, a_job_whose_submission_is_not_stored_yet_is_tried_again_at_once) {
  World world{{Act::find}};
  world.run(store_late(world));
  EXPECT_EQ(world.reviewer.calls, 1U) << "nothing is paid for it before";
  EXPECT_EQ(world.worker.counters().completed.load(), 1);
}

base::Task<void> fail_one(World& world, std::string reason) {
  const auto id = co_await world.submit("x = 1 / 0\n");
  const auto record = co_await world.finished(id);
  EXPECT_EQ(record->submission.status, core::Status::failed);
  EXPECT_EQ(record->submission.error, reason);
  const auto review = core::decode_review_members(*record->review_members);
  EXPECT_TRUE(review);
  EXPECT_EQ(review->issues.size(), 1U) << "what was found stays visible";
  EXPECT_FALSE(review->scores);
  const auto again = co_await world.submit("x = 1 / 0\n");
  const auto second = co_await world.finished(again);
  EXPECT_FALSE(second->submission.cached) << "a failure is never cached";
}

TEST(Worker, a_reviewer_that_fails_for_good_fails_the_submission_and_keeps_what_was_found) {
  World world{{Act::fail_for_good}};
  world.run(fail_one(world, "no such model"));
  EXPECT_EQ(world.reviewer.calls, 2U);
}

base::Task<void> cancel_running(World& world) {
  const auto id = co_await world.submit("x\n");
  co_await world.wait_until(
      id, [](const auto& submission) { return submission.status == core::Status::in_progress; });
  const auto cancelled = co_await world.canceller.cancel(core::public_scope(), id);
  EXPECT_TRUE(cancelled);
  const auto record = co_await world.finished(id);
  EXPECT_EQ(record->submission.status, core::Status::cancelled);
  const auto twice = co_await world.canceller.cancel(core::public_scope(), id);
  EXPECT_EQ(twice.error().code, base::Errc::conflict);
}

TEST(Worker, a_cancel_reaches_the_reviewer) {
  World world{{Act::hang}};
  world.run(cancel_running(world));
  EXPECT_TRUE(world.reviewer.saw_stop);
  EXPECT_EQ(world.worker.counters().completed.load(), 0);
}

base::Task<void> cancel_elsewhere(World& world, SharedQueue& queue, const Worker& worker) {
  const auto id = co_await world.submit("x\n");
  co_await world.wait_until(
      id, [](const auto& submission) { return submission.status == core::Status::in_progress; });
  const auto cancelled = co_await world.store.cancel(core::public_scope(), id, world.clock.now());
  EXPECT_TRUE(cancelled);
  queue.lost(cancelled->job);
  while (worker.counters().running.load() != 0) co_await base::sleep_for(base::Micros{2'000});
}

TEST(Worker, stops_at_once_when_the_queue_tells_that_a_job_is_lost) {
  World world{{Act::hang}};
  SharedQueue queue{world.state};
  // The next renewal would tell it, too.
  world.config.heartbeat = std::chrono::hours{1};
  Worker worker{{world.store, queue, world.hub, world.store, world.pipeline, world.active, world.clock,
                 world.random, world.io.get_executor()},
                world.config};
  world.run(worker, cancel_elsewhere(world, queue, worker));
  EXPECT_TRUE(world.reviewer.saw_stop);
  EXPECT_EQ(worker.counters().stale.load(), 0);
  EXPECT_FALSE(queue.lost) << "nobody is there to be told";
}

base::Task<void> cancel_one_of_two(World& world) {
  const auto first = co_await world.submit("x\n");
  const auto second = co_await world.submit("x\n");
  const auto running = [](const auto& submission) { return submission.status == core::Status::in_progress; };
  co_await world.wait_until(first, running);
  const auto cancelled = co_await world.canceller.cancel(core::public_scope(), first);
  EXPECT_TRUE(cancelled);
  EXPECT_FALSE(world.reviewer.saw_stop);
  const auto other = co_await world.reader.find(core::public_scope(), second);
  EXPECT_EQ((*other)->submission.status, core::Status::in_progress);
}

TEST(Worker, a_job_goes_on_while_somebody_wants_it) {
  World world{{Act::hang}};
  world.run(cancel_one_of_two(world));
}

base::Task<void> leave_running(World& world, core::SubmissionId& id) {
  id = co_await world.submit("x\n");
  co_await world.wait_until(
      id, [](const auto& submission) { return submission.status == core::Status::in_progress; });
}

TEST(Worker, a_drain_hands_work_back_without_charging_an_attempt) {
  World world{{Act::hang}};
  core::SubmissionId id;
  world.run(leave_running(world, id));
  EXPECT_TRUE(world.reviewer.saw_stop);
  const auto& entry = world.state.submissions.at(id);
  const auto& job = world.state.jobs.at(entry.answer.job);
  EXPECT_EQ(job.status, core::Status::pending);
  EXPECT_EQ(job.attempts, 0);
}

base::Task<void> rerun_one(World& world) {
  const auto id = co_await world.submit("x\n");
  co_await world.finished(id);
  SubmitRequest again;
  again.scope = core::public_scope();
  const auto rerun = co_await world.rerunner.rerun(id, std::move(again));
  EXPECT_TRUE(rerun);
  const auto record = co_await world.finished(rerun->id);
  EXPECT_FALSE(record->submission.cached);
  EXPECT_EQ(record->submission.rerun_of, id);
}

TEST(Worker, a_rerun_goes_past_the_cache) {
  World world{{Act::find}};
  world.run(rerun_one(world));
  EXPECT_EQ(world.reviewer.calls, 2U);
}

}  // namespace
}  // namespace assay::review
