#include "broker/local/event_hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <thread>

namespace assay::broker {
namespace {

using core::EventCursor;
using core::JobId;
using core::Status;
using core::SubmissionId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const core::Scope kScope = core::public_scope();

std::vector<std::string> read(core::EventSubscription& subscription) {
  std::vector<std::string> out;
  for (const auto& frame : subscription.read(1000).frames) {
    // Without the id line, whose epoch is the clock's.
    out.push_back(frame->starts_with("id: ") ? frame->substr(frame->find('\n') + 1) : *frame);
  }
  return out;
}

std::string status(std::string_view word) { return "event: status\ndata: " + std::string{word} + "\n\n"; }

class EventHubTest : public ::testing::Test {
 protected:
  base::ManualClock clock;
  EventHub hub{clock, {.job_frames = 8, .scope_frames = 8, .ended_for = base::Micros{1'000'000}}};
  JobId job{"job"};
  SubmissionId one{"one"};
  SubmissionId two{"two"};
};

TEST_F(EventHubTest, AReaderFromBeforeTheJobIsLinkedToIt) {
  const auto early = hub.subscribe(one, std::nullopt);
  EXPECT_THAT(read(*early), IsEmpty());
  hub.attach(job, kScope, one);
  hub.publish(job, core::StatusChanged{Status::in_progress});
  EXPECT_THAT(read(*early), ElementsAre(status("in_progress")));
  const auto late = hub.subscribe(one, std::nullopt);
  EXPECT_THAT(read(*late), IsEmpty());
  const auto from_start = hub.subscribe(one, EventCursor{});
  EXPECT_THAT(read(*from_start), ElementsAre(status("in_progress")));
}

TEST_F(EventHubTest, AttachedSubmissionsShareFramesOfTheirJob) {
  hub.attach(job, kScope, one);
  hub.attach(job, kScope, two);
  const auto a = hub.subscribe(one, std::nullopt);
  const auto b = hub.subscribe(two, std::nullopt);
  hub.publish(job, core::Progressed{30, core::Stage::analysing});
  EXPECT_EQ(a->read(10).frames.at(0), b->read(10).frames.at(0));
}

TEST_F(EventHubTest, TheEndIsToldOnceEverythingIsRead) {
  hub.attach(job, kScope, one);
  const auto reader = hub.subscribe(one, std::nullopt);
  hub.publish(job, core::Progressed{99, core::Stage::scoring});
  hub.publish(job, core::StatusChanged{Status::completed});
  hub.publish(job, core::Progressed{1, core::Stage::queued});  // after the end: nothing
  auto batch = reader->read(1);
  EXPECT_FALSE(batch.ended);
  batch = reader->read(1);
  EXPECT_TRUE(batch.ended);
  EXPECT_THAT(*batch.frames.at(0), HasSubstr("completed"));
}

TEST_F(EventHubTest, ASlowReaderSeesAGap) {
  hub.attach(job, kScope, one);
  const auto reader = hub.subscribe(one, std::nullopt);
  for (int i = 0; i < 100; ++i) hub.publish(job, core::Progressed{i, core::Stage::analysing});
  const auto batch = reader->read(1000);
  EXPECT_TRUE(batch.gap);
  EXPECT_EQ(batch.frames.size(), 8U);
  EXPECT_THAT(*batch.frames.back(), HasSubstr("\"percent\":99"));
  EXPECT_FALSE(reader->read(1000).gap);
}

TEST_F(EventHubTest, ResumesByCursor) {
  hub.attach(job, kScope, one);
  for (int i = 0; i < 3; ++i) hub.publish(job, core::Progressed{i, core::Stage::analysing});
  const auto probe = hub.subscribe(one, EventCursor{});
  const std::string frame = *probe->read(1).frames.at(0);
  const auto first = core::parse_event_cursor(frame.substr(4, frame.find('\n') - 4));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->seq, 1U);
  EXPECT_EQ(read(*hub.subscribe(one, first)).size(), 2U);
  auto batch = hub.subscribe(one, EventCursor{first->epoch + 1, 1})->read(10);
  EXPECT_TRUE(batch.gap);
  EXPECT_EQ(batch.frames.size(), 3U);
  batch = hub.subscribe(one, EventCursor{first->epoch, 99})->read(10);
  EXPECT_TRUE(batch.gap);
}

TEST_F(EventHubTest, TheScopeSeesEverySubmission) {
  const auto all = hub.subscribe_all(kScope, std::nullopt);
  const auto other = hub.subscribe_all(core::Scope{"other"}, std::nullopt);
  hub.attach(job, kScope, one);
  hub.attach(job, kScope, one);  // once more changes nothing
  hub.publish(job, core::IssueFound{"{\"a\":\r\n1}"});
  hub.publish(job, core::StatusChanged{Status::failed});
  hub.publish_terminal(kScope, two, Status::completed);
  EXPECT_THAT(read(*all), ElementsAre("event: status\ndata: {\"id\":\"one\",\"status\":\"pending\"}\n\n",
                                      "event: issue\ndata: {\"id\":\"one\",\"issue\":{\"a\":  1}}\n\n",
                                      "event: status\ndata: {\"id\":\"one\",\"status\":\"failed\"}\n\n",
                                      "event: done\ndata: {\"id\":\"one\",\"status\":\"failed\"}\n\n",
                                      "event: status\ndata: {\"id\":\"two\",\"status\":\"completed\"}\n\n",
                                      "event: done\ndata: {\"id\":\"two\",\"status\":\"completed\"}\n\n"));
  EXPECT_THAT(read(*other), IsEmpty());
}

TEST_F(EventHubTest, ACancelledSubmissionEndsAloneAndTheJobGoesOn) {
  hub.attach(job, kScope, one);
  hub.attach(job, kScope, two);
  const auto cancelled = hub.subscribe(one, std::nullopt);
  const auto other = hub.subscribe(two, std::nullopt);
  hub.detach(job, one);
  hub.publish_terminal(kScope, one, Status::cancelled);
  hub.publish(job, core::StatusChanged{Status::in_progress});
  auto batch = cancelled->read(10);
  EXPECT_TRUE(batch.ended);
  ASSERT_EQ(batch.frames.size(), 1U);
  EXPECT_EQ(*batch.frames[0], status("cancelled"));
  EXPECT_THAT(cancelled->read(10).frames, IsEmpty());
  EXPECT_THAT(read(*other), ElementsAre(status("in_progress")));
}

TEST_F(EventHubTest, ForgetsEndedJobsAfterAWhileAndKeepsNothingOfReadersThatLeft) {
  hub.attach(job, kScope, one);
  hub.publish(job, core::StatusChanged{Status::completed});
  EXPECT_TRUE(hub.subscribe(one, EventCursor{})->read(10).ended);
  clock.advance(base::Micros{2'000'000});
  hub.attach(JobId{"next"}, kScope, two);
  EXPECT_EQ(hub.sizes().jobs, 1U);
  EXPECT_EQ(hub.sizes().submissions, 1U);
  for (int i = 0; i < 10; ++i) hub.subscribe(SubmissionId{"unknown" + std::to_string(i)}, std::nullopt);
  EXPECT_EQ(hub.sizes().submissions, 1U);
  hub.detach(JobId{"next"}, two);
  EXPECT_EQ(hub.sizes().jobs, 0U);
  EXPECT_EQ(hub.sizes().submissions, 0U);
}

base::Task<void> count_events(std::shared_ptr<core::EventSubscription> subscription,
                              std::atomic<int>* total) {
  for (;;) {
    const auto batch = subscription->read(16);
    *total += static_cast<int>(batch.frames.size());
    if (batch.ended) co_return;
    co_await subscription->wait(std::chrono::seconds{30});
  }
}

TEST(EventHubThreads, SleepingReadersOfSeveralLoopsGetEverythingThatIsPublishedMeanwhile) {
  const base::SystemClock clock;
  EventHub hub{clock, {}};
  constexpr int kReaders = 300;
  constexpr int kEvents = 500;
  const SubmissionId id{"s"};
  std::atomic<int> total{0};
  const auto started = std::chrono::steady_clock::now();
  boost::asio::io_context contexts[2];
  for (int i = 0; i < kReaders; ++i) {
    std::shared_ptr<core::EventSubscription> subscription = hub.subscribe(id, std::nullopt);
    boost::asio::co_spawn(contexts[i % 2].get_executor(), count_events(std::move(subscription), &total),
                          [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); });
  }
  std::thread loops[2] = {std::thread{[&] { contexts[0].run(); }}, std::thread{[&] { contexts[1].run(); }}};
  const JobId job{"j"};
  hub.attach(job, kScope, id);
  for (int i = 0; i < kEvents - 1; ++i) {
    hub.publish(job, core::Progressed{i % 100, core::Stage::analysing});
    if (i % 50 == 0) std::this_thread::yield();
  }
  hub.publish(job, core::StatusChanged{Status::completed});
  for (auto& loop : loops) loop.join();
  // Nobody was woken by the end of its time only.
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{25});
  EXPECT_EQ(total, kReaders * kEvents);
}

base::Task<void> wait_once(std::shared_ptr<core::EventSubscription> subscription, bool* resumed) {
  co_await subscription->wait(std::chrono::milliseconds{1});
  *resumed = true;
}

TEST(EventHubThreads, AWaitEndsWhenItsTimeIsOver) {
  const base::SystemClock clock;
  EventHub hub{clock, {}};
  boost::asio::io_context context;
  bool resumed = false;
  std::shared_ptr<core::EventSubscription> subscription = hub.subscribe_all(kScope, std::nullopt);
  boost::asio::co_spawn(context.get_executor(), wait_once(subscription, &resumed),
                        [](const std::exception_ptr&) {});
  context.run();
  EXPECT_TRUE(resumed);
}

base::Task<void> wait_long(std::shared_ptr<core::EventSubscription> subscription) {
  co_await subscription->wait(std::chrono::hours{1});
}

TEST(EventHubThreads, ALoopThatEndsTakesItsSleepingReadersWithIt) {
  const base::SystemClock clock;
  EventHub hub{clock, {}};
  std::weak_ptr<core::EventSubscription> left;
  {
    boost::asio::io_context context;
    std::shared_ptr<core::EventSubscription> subscription = hub.subscribe_all(kScope, std::nullopt);
    left = subscription;
    boost::asio::co_spawn(context.get_executor(), wait_long(std::move(subscription)),
                          [](const std::exception_ptr&) {});
    context.run_for(std::chrono::milliseconds{1});
    EXPECT_FALSE(left.expired());
  }
  EXPECT_TRUE(left.expired());
}

}  // namespace
}  // namespace assay::broker
