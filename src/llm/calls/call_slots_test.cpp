#include "llm/calls/call_slots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

#include "base/task_group.hpp"

namespace assay::llm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Log {
  std::vector<int> entered;
  std::vector<int> stopped;
};

// Holds its place until `done` is notified.
base::Task<void> hold(CallSlots* slots, int name, std::stop_token stop, base::Wakeup* done, Log* log) {
  const auto slot = co_await slots->enter(stop);
  (slot ? log->entered : log->stopped).push_back(name);
  if (slot) co_await done->wait(std::chrono::hours{1});
}

struct Bench {
  void start(int name, std::stop_token stop = {}) {
    boost::asio::co_spawn(io, hold(&slots, name, stop, &done, &log), boost::asio::detached);
    run();
  }
  void run() {
    io.restart();
    io.poll();
  }
  void finish() {
    done.notify();
    run();
  }
  boost::asio::io_context io{1};
  CallSlots slots{2};
  base::Wakeup done{io.get_executor()};
  Log log;
};

TEST(CallSlots, NeverMoreThanTheBoundAndFirstComeFirstServed) {
  Bench bench;
  for (int name = 1; name <= 5; ++name) bench.start(name);
  EXPECT_THAT(bench.log.entered, ElementsAre(1, 2));
  bench.finish();
  EXPECT_THAT(bench.log.entered, ElementsAre(1, 2, 3, 4));
  bench.finish();
  EXPECT_THAT(bench.log.entered, ElementsAre(1, 2, 3, 4, 5));
  bench.finish();
  EXPECT_EQ(bench.slots.free(), 2);
}

TEST(CallSlots, WhoIsStoppedLeavesTheQueueAndTakesNoPlace) {
  Bench bench;
  std::stop_source stop;
  bench.start(1);
  bench.start(2);
  bench.start(3, stop.get_token());
  bench.start(4);
  stop.request_stop();
  bench.run();
  EXPECT_THAT(bench.log.stopped, ElementsAre(3));
  bench.finish();
  EXPECT_THAT(bench.log.entered, ElementsAre(1, 2, 4));
  bench.finish();
  EXPECT_EQ(bench.slots.free(), 2);
  bench.start(5, stop.get_token());
  EXPECT_THAT(bench.log.stopped, ElementsAre(3, 5));
}

}  // namespace
}  // namespace assay::llm
