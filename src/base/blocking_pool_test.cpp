#include "base/blocking_pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <thread>

namespace assay::base {
namespace {

Task<void> measure(BlockingPool& pool, std::thread::id* ran, std::thread::id* resumed, int* value) {
  auto result = co_await run_on(pool, [ran] {
    *ran = std::this_thread::get_id();
    return std::make_unique<int>(42);
  });
  *resumed = std::this_thread::get_id();
  *value = *result;
}

TEST(BlockingPool, runs_elsewhere_and_resumes_at_home) {
  BlockingPool pool{"test", 1};
  boost::asio::io_context io{1};
  std::thread::id ran;
  std::thread::id resumed;
  int value = 0;
  boost::asio::co_spawn(io, measure(pool, &ran, &resumed, &value), boost::asio::detached);
  io.run();
  EXPECT_EQ(value, 42);
  EXPECT_NE(ran, std::this_thread::get_id());
  EXPECT_EQ(resumed, std::this_thread::get_id());
}

}  // namespace
}  // namespace assay::base
