#include "base/task_group.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace assay::base {
namespace {

Task<void> wait_then_count(Wakeup& wakeup, const bool& open, int& count) {
  while (!open) co_await wakeup.wait(std::chrono::hours{1});
  ++count;
}

Task<void> open_then_join(TaskGroup& group, Wakeup& wakeup, bool& open, int& count, int& count_after_join) {
  EXPECT_EQ(count, 0);
  open = true;
  wakeup.notify();
  co_await group.join();
  count_after_join = count;
}

TEST(TaskGroup, join_waits_for_every_task) {
  boost::asio::io_context io{1};
  TaskGroup group{io.get_executor()};
  Wakeup wakeup{io.get_executor()};
  bool open = false;
  int count = 0;
  int count_after_join = -1;
  for (int i = 0; i < 3; ++i) group.spawn(wait_then_count(wakeup, open, count));
  boost::asio::co_spawn(io, open_then_join(group, wakeup, open, count, count_after_join),
                        boost::asio::detached);
  io.run();
  EXPECT_EQ(count_after_join, 3);
  EXPECT_EQ(group.size(), 0U);
}

Task<void> wait_once(Wakeup& wakeup, bool& done) {
  co_await wakeup.wait(Micros{1});
  done = true;
}

TEST(Wakeup, returns_after_the_time_without_a_notify) {
  boost::asio::io_context io{1};
  Wakeup wakeup{io.get_executor()};
  bool done = false;
  boost::asio::co_spawn(io, wait_once(wakeup, done), boost::asio::detached);
  io.run();
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace assay::base
