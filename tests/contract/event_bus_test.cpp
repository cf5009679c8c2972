// The suite for EventBus, over every implementation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "broker/local/event_hub.hpp"
#include "contract/await.hpp"
#include "contract/event_readers.hpp"

namespace assay::contract {
namespace {

using core::EventCursor;
using core::JobId;
using core::Status;
using core::SubmissionId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::size_t kFrames = 8;

class EventBusContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "local") {
      local_ = std::make_unique<broker::EventHub>(
          clock_, broker::EventHubLimits{.job_frames = kFrames, .scope_frames = kFrames});
    } else {
      broker::redis::RedisEventOptions options;
      options.prefix = RedisBox::new_prefix();
      options.job_frames = options.scope_frames = kFrames;
      node_ = std::make_unique<BusNode>(options);
    }
  }
  core::EventBus& bus() { return local_ ? static_cast<core::EventBus&>(*local_) : node_->bus(); }
  void progress(int percent) { bus().publish(job_, core::Progressed{percent, core::Stage::analysing}); }
  void status(Status status) { bus().publish(job_, core::StatusChanged{status}); }

  const core::Scope scope_ = core::public_scope();
  const JobId job_{"job"};
  const SubmissionId one_{"one"};
  const SubmissionId two_{"two"};

 private:
  base::SystemClock clock_;
  std::unique_ptr<broker::EventHub> local_;
  std::unique_ptr<BusNode> node_;
};
INSTANTIATE_TEST_SUITE_P(, EventBusContract, testing::Values("local", "redis"),
                         [](const testing::TestParamInfo<std::string>& kind) { return kind.param; });

TEST_P(EventBusContract, a_reader_from_before_the_job_gets_all_of_it) {
  const auto reader = bus().subscribe(one_, std::nullopt);
  bus().attach(job_, scope_, one_);
  status(Status::in_progress);
  progress(20);
  bus().publish(job_, core::IssueFound{"{\"a\":1}"});
  status(Status::completed);
  const auto got = read_to_end(*reader);
  EXPECT_THAT(got.events, ElementsAre(status_event("in_progress"), progress_event(20),
                                      "event: issue\ndata: {\"a\":1}\n\n", status_event("completed")));
  EXPECT_EQ(got.gaps, 0);
}

TEST_P(EventBusContract, a_late_reader_can_have_everything) {
  bus().attach(job_, scope_, one_);
  status(Status::in_progress);
  progress(20);
  const auto early = bus().subscribe(one_, EventCursor{});
  EXPECT_EQ(read_events(*early, 2).events.size(), 2U);
  const auto late = bus().subscribe(one_, EventCursor{});
  EXPECT_THAT(read_events(*late, 2).events, ElementsAre(status_event("in_progress"), progress_event(20)));
  status(Status::failed);
  status(Status::completed);  // after the end: nothing
  EXPECT_THAT(read_to_end(*late).events, ElementsAre(status_event("failed")));
}

TEST_P(EventBusContract, a_reader_goes_on_where_it_was) {
  bus().attach(job_, scope_, one_);
  for (int i = 1; i <= 5; ++i) progress(i);
  const auto got = read_events(*bus().subscribe(one_, EventCursor{}), 5);
  const auto third = core::parse_event_cursor(got.ids.at(2));
  ASSERT_TRUE(third);
  EXPECT_EQ(third->seq, 3U);
  const auto rest = read_events(*bus().subscribe(one_, third), 2);
  EXPECT_THAT(rest.events, ElementsAre(progress_event(4), progress_event(5)));
  EXPECT_EQ(rest.gaps, 0);
}

TEST_P(EventBusContract, a_place_that_is_not_known_is_a_gap) {
  bus().attach(job_, scope_, one_);
  progress(1);
  const auto known = bus().subscribe(one_, EventCursor{});
  const auto id = core::parse_event_cursor(read_events(*known, 1).ids.at(0));
  EXPECT_EQ(read_events(*bus().subscribe(one_, EventCursor{id->epoch + 1, 1}), 1).gaps, 1);
  EXPECT_EQ(read_events(*bus().subscribe(one_, EventCursor{id->epoch, 99}), 1).gaps, 1);
  read_to_gap(*bus().subscribe(SubmissionId{"unknown"}, id));
  // The stream of the scope may have begun a moment later.
  read_to_gap(*bus().subscribe_all(scope_, EventCursor{id->epoch + 1'000'000, 1}));
}

TEST_P(EventBusContract, a_slow_reader_sees_a_gap) {
  bus().attach(job_, scope_, one_);
  const auto slow = bus().subscribe(one_, EventCursor{});
  const auto quick = bus().subscribe(one_, EventCursor{});
  progress(0);
  EXPECT_EQ(read_events(*slow, 1).events.size(), 1U);
  for (int i = 1; i <= 40; ++i) progress(i);
  Got watched;
  tests::await_that("the last one", [&] {
    read_into(*quick, watched);
    return !watched.events.empty() && watched.events.back() == progress_event(40);
  });
  Got got;
  read_into(*slow, got);
  EXPECT_EQ(got.gaps, 1);
  EXPECT_EQ(got.events.size(), kFrames);
  EXPECT_EQ(got.events.back(), progress_event(40));
}

TEST_P(EventBusContract, a_scope_sees_all_of_its_submissions_and_no_others) {
  const auto all = bus().subscribe_all(scope_, std::nullopt);
  const auto other = bus().subscribe_all(core::Scope{"other"}, std::nullopt);
  bus().attach(job_, scope_, one_);
  bus().attach(job_, scope_, one_);  // once more changes nothing
  bus().publish(job_, core::IssueFound{"{\"a\":\r\n1}"});
  status(Status::failed);
  bus().publish_terminal(scope_, two_, Status::completed);
  EXPECT_THAT(read_events(*all, 6).events,
              ElementsAre("event: status\ndata: {\"id\":\"one\",\"status\":\"pending\"}\n\n",
                          "event: issue\ndata: {\"id\":\"one\",\"issue\":{\"a\":  1}}\n\n",
                          "event: status\ndata: {\"id\":\"one\",\"status\":\"failed\"}\n\n",
                          "event: done\ndata: {\"id\":\"one\",\"status\":\"failed\"}\n\n",
                          "event: status\ndata: {\"id\":\"two\",\"status\":\"completed\"}\n\n",
                          "event: done\ndata: {\"id\":\"two\",\"status\":\"completed\"}\n\n"));
  Got nothing;
  read_into(*other, nothing);
  EXPECT_TRUE(nothing.events.empty());
}

TEST_P(EventBusContract, a_reader_of_a_scope_goes_on_where_it_was) {
  const auto all = bus().subscribe_all(scope_, std::nullopt);
  bus().attach(job_, scope_, one_);
  for (int i = 1; i <= 3; ++i) progress(i);
  const auto got = read_events(*all, 4);
  const auto rest = read_events(*bus().subscribe_all(scope_, core::parse_event_cursor(got.ids.at(1))), 2);
  EXPECT_THAT(rest.ids, ElementsAre(got.ids.at(2), got.ids.at(3)));
  EXPECT_EQ(rest.gaps, 0);
}

TEST_P(EventBusContract, a_cancelled_submission_ends_alone_and_the_job_goes_on) {
  bus().attach(job_, scope_, one_);
  bus().attach(job_, scope_, two_);
  const auto cancelled = bus().subscribe(one_, EventCursor{});
  const auto other = bus().subscribe(two_, EventCursor{});
  progress(1);
  read_events(*cancelled, 1);
  bus().detach(job_, one_);
  bus().publish_terminal(scope_, one_, Status::cancelled);
  EXPECT_THAT(read_to_end(*cancelled).events, ElementsAre(status_event("cancelled")));
  progress(2);
  EXPECT_THAT(read_events(*other, 2).events, ElementsAre(progress_event(1), progress_event(2)));
}

TEST_P(EventBusContract, sleeping_readers_are_woken) {
  const auto reader = bus().subscribe(one_, std::nullopt);
  bus().attach(job_, scope_, one_);
  status(Status::completed);
  const auto started = std::chrono::steady_clock::now();
  Got got;
  while (!got.ended && std::chrono::steady_clock::now() - started < std::chrono::seconds{30}) {
    await(reader->wait(std::chrono::seconds{60}));
    read_into(*reader, got);
  }
  EXPECT_THAT(got.events, ElementsAre(status_event("completed")));
}

}  // namespace
}  // namespace assay::contract
