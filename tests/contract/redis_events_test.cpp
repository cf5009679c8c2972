// What only a bus over Redis has to stand: several processes, and a Redis that forgets or goes away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "broker/redis/events/event_wire.hpp"
#include "contract/event_readers.hpp"

namespace assay::contract {
namespace {

using core::EventCursor;
using core::JobId;
using core::Status;
using core::SubmissionId;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

broker::redis::RedisEventOptions new_options() {
  broker::redis::RedisEventOptions options;
  options.prefix = RedisBox::new_prefix();
  return options;
}

class RedisEvents : public testing::Test {
 protected:
  static void progress(BusNode& node, const JobId& job, int percent) {
    node.bus().publish(job, core::Progressed{percent, core::Stage::analysing});
  }
  static void status(BusNode& node, const JobId& job, Status status) {
    node.bus().publish(job, core::StatusChanged{status});
  }

  const broker::redis::RedisEventOptions options_ = new_options();
  const core::Scope scope_ = core::public_scope();
  const JobId job_{"job"};
  const SubmissionId one_{"one"};
};

TEST_F(RedisEvents, one_process_accepts_another_works_a_third_reads) {
  BusNode accepting{options_};
  BusNode working{options_};
  BusNode reading{options_};
  const auto reader = reading.bus().subscribe(one_, EventCursor{});
  const auto all = reading.bus().subscribe_all(scope_, std::nullopt);
  accepting.bus().attach(job_, scope_, one_);
  EXPECT_THAT(read_events(*all, 1).events,
              ElementsAre("event: status\ndata: {\"id\":\"one\",\"status\":\"pending\"}\n\n"));
  working.bus().attach(job_, scope_, one_);
  status(working, job_, Status::in_progress);
  progress(working, job_, 50);
  status(working, job_, Status::completed);
  EXPECT_THAT(read_to_end(*reader).events,
              ElementsAre(status_event("in_progress"), progress_event(50), status_event("completed")));
  EXPECT_EQ(read_events(*all, 4).events.back(),
            "event: done\ndata: {\"id\":\"one\",\"status\":\"completed\"}\n\n");
}

TEST_F(RedisEvents, ids_are_the_same_everywhere_and_a_reader_goes_on_in_another_process) {
  BusNode working{options_};
  BusNode first{options_};
  BusNode second{options_};
  working.bus().attach(job_, scope_, one_);
  for (int i = 1; i <= 20; ++i) progress(working, job_, i);
  const auto here = read_events(*first.bus().subscribe(one_, EventCursor{}), 20);
  const auto there = read_events(*second.bus().subscribe(one_, EventCursor{}), 20);
  EXPECT_EQ(here.ids, there.ids);
  const auto resumed = second.bus().subscribe(one_, core::parse_event_cursor(here.ids.at(9)));
  for (int i = 21; i <= 25; ++i) progress(working, job_, i);
  status(working, job_, Status::completed);
  const auto rest = read_to_end(*resumed);
  EXPECT_EQ(rest.events.size(), 16U);
  EXPECT_EQ(rest.events.front(), progress_event(11));
  EXPECT_EQ(rest.gaps, 0);
}

TEST_F(RedisEvents, a_scope_is_followed_on_in_another_process) {
  BusNode working{options_};
  BusNode first{options_};
  const auto all = first.bus().subscribe_all(scope_, std::nullopt);
  working.bus().attach(job_, scope_, one_);
  for (int i = 1; i <= 5; ++i) progress(working, job_, i);
  const auto got = read_events(*all, 6);
  BusNode second{options_};
  const auto here = second.bus().subscribe_all(scope_, std::nullopt);
  const auto resumed = second.bus().subscribe_all(scope_, core::parse_event_cursor(got.ids.at(2)));
  progress(working, job_, 6);
  const auto rest = read_events(*resumed, 4);
  EXPECT_EQ(rest.gaps, 0);
  EXPECT_THAT(rest.ids, ElementsAre(got.ids[3], got.ids[4], got.ids[5], testing::_));
  EXPECT_EQ(read_events(*here, 1).ids.back(), rest.ids.back());
  const auto up_to_date = second.bus().subscribe_all(scope_, core::parse_event_cursor(rest.ids.back()));
  progress(working, job_, 7);
  EXPECT_EQ(read_events(*up_to_date, 1).gaps, 0);
}

TEST_F(RedisEvents, attached_where_the_job_runs_already_nothing_is_lost) {
  BusNode working{options_};
  BusNode accepting{options_};
  working.bus().attach(job_, scope_, one_);
  for (int i = 1; i <= 3; ++i) progress(working, job_, i);
  read_events(*working.bus().subscribe(one_, EventCursor{}), 3);
  const SubmissionId joined{"joined"};
  const auto reader = accepting.bus().subscribe(joined, EventCursor{});
  accepting.bus().attach(job_, scope_, joined);
  progress(working, job_, 4);
  EXPECT_THAT(read_events(*reader, 4).events,
              ElementsAre(progress_event(1), progress_event(2), progress_event(3), progress_event(4)));
}

TEST_F(RedisEvents, a_flush_is_a_gap_and_then_it_goes_on) {
  BusNode working{options_};
  BusNode reading{options_};
  working.bus().attach(job_, scope_, one_);
  const auto reader = reading.bus().subscribe(one_, EventCursor{});
  const auto all = reading.bus().subscribe_all(scope_, std::nullopt);
  progress(working, job_, 1);
  const auto before = read_events(*reader, 1);
  read_events(*all, 1);
  shared_redis().flush_all();
  progress(working, job_, 2);
  const auto after = read_events(*reader, 1);
  EXPECT_EQ(after.gaps, 1);
  EXPECT_THAT(after.events, ElementsAre(progress_event(2)));
  read_to_gap(*all);
  // Others find it again, too, and an old place is a gap.
  BusNode late{options_};
  EXPECT_THAT(read_events(*late.bus().subscribe(one_, EventCursor{}), 1).events,
              ElementsAre(progress_event(2)));
  EXPECT_EQ(read_events(*late.bus().subscribe(one_, core::parse_event_cursor(before.ids.back())), 1).gaps, 1);
  status(working, job_, Status::completed);
  EXPECT_TRUE(read_to_end(*reader).ended);
}

TEST_F(RedisEvents, a_lost_reply_doubles_nothing) {
  BusNode working{options_};
  BusNode reading{options_};
  const auto reader = reading.bus().subscribe(one_, EventCursor{});
  const auto all = reading.bus().subscribe_all(scope_, std::nullopt);
  working.bus().attach(job_, scope_, one_);
  read_events(*all, 1);
  for (int i = 1; i <= 20; ++i) {
    working.client().lose(1, i % 3);
    progress(working, job_, i);
    read_events(*all, 1);
  }
  status(working, job_, Status::completed);
  const auto got = read_to_end(*reader);
  EXPECT_EQ(got.events.size(), 21U);
  EXPECT_EQ(got.gaps, 0);
  EXPECT_EQ(read_events(*all, 2).events.size(), 2U);
}

TEST_F(RedisEvents, what_is_published_while_redis_is_away_comes_later) {
  for (const bool keeps : {true, false}) {
    tests::RedisServer::Options server_options;
    server_options.keep = keeps;
    tests::RedisServer server{server_options};
    BusNode working{options_, server};
    BusNode reading{options_, server};
    working.bus().attach(job_, scope_, one_);
    const auto reader = reading.bus().subscribe(one_, EventCursor{});
    progress(working, job_, 1);
    read_events(*reader, 1);
    server.kill();
    progress(working, job_, 2);
    status(working, job_, Status::completed);
    keeps ? server.start() : server.start_empty();
    const auto got = read_to_end(*reader);
    EXPECT_THAT(got.events, ElementsAre(progress_event(2), status_event("completed")));
    EXPECT_EQ(got.gaps > 0, !keeps) << got.gaps;
  }
}

TEST_F(RedisEvents, what_is_too_much_while_redis_is_away_is_a_gap) {
  auto options = options_;
  options.outbox = 10;
  tests::RedisServer server;
  BusNode working{options, server};
  working.bus().attach(job_, scope_, one_);
  const auto reader = working.bus().subscribe(one_, EventCursor{});
  progress(working, job_, 0);
  read_events(*reader, 1);
  server.freeze();
  for (int i = 1; i <= 60; ++i) progress(working, job_, i);
  status(working, job_, Status::completed);
  server.thaw();
  const auto got = read_to_end(*reader);
  EXPECT_EQ(got.gaps, 1);
  EXPECT_LT(got.events.size(), 60U);
  EXPECT_EQ(got.events.back(), status_event("completed"));
}

TEST_F(RedisEvents, nothing_is_held_for_readers_that_left) {
  BusNode node{options_};
  {
    node.bus().attach(job_, scope_, one_);
    const auto reader = node.bus().subscribe(one_, EventCursor{});
    const auto twice = node.bus().subscribe(one_, std::nullopt);
    const auto all = node.bus().subscribe_all(scope_, std::nullopt);
    progress(node, job_, 1);
    read_events(*reader, 1);
    EXPECT_EQ(node.bus().followed(), 2U);
  }
  EXPECT_EQ(node.bus().followed(), 0U);
}

TEST(RedisEventWire, reads_what_it_writes_and_nothing_else) {
  using namespace broker::redis;
  const core::JobEvent found = core::IssueFound{"{\"text\":\"a\\nb\"}"};
  for (const auto& event : {core::JobEvent{core::StatusChanged{Status::failed}},
                            core::JobEvent{core::Progressed{42, core::Stage::verifying}}, found}) {
    const auto text = encode_event(event);
    const auto read = decode_event(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(encode_event(*read), text);
  }
  for (const auto* text : {"", "s", "snone", "p", "p1", "px analysing", "p1 nowhere", "x", "dcompleted"})
    EXPECT_FALSE(decode_event(text)) << text;
  const auto message = parse_event_message("Jjob\n12-3\np1 analysing\nmore");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->job.str(), "job");
  EXPECT_EQ(message->cursor.epoch, 12U);
  EXPECT_EQ(message->event, "p1 analysing\nmore");
  for (const auto* text : {"", "?", "J", "Jjob", "Jjob\nx\n", "Cscope\n1\n"})
    EXPECT_FALSE(parse_event_message(text)) << text;
}

}  // namespace
}  // namespace assay::contract
