// Subscriptions against a redis-server of its own.

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>

#include "integration/redis_harness.hpp"

namespace assay::tests {
namespace {

/// How often each message was heard; the empty one says "in effect, look for yourself".
class Ear {
 public:
  std::function<void(std::string_view)> function() {
    return [this](std::string_view message) {
      const std::lock_guard lock{mutex_};
      ++heard_[std::string(message)];
    };
  }
  int count(const std::string& message) const {
    const std::lock_guard lock{mutex_};
    const auto found = heard_.find(message);
    return found == heard_.end() ? 0 : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int> heard_;
};

TEST(RedisSubscribeTest, HearsItsChannelsUntilTheHandleGoes) {
  const RedisServer server;
  RedisBox box(server.url());
  Ear a;
  Ear again;
  Ear b;
  auto first = box.client().subscribe("a", a.function());
  const auto second = box.client().subscribe("a", again.function());
  const auto other = box.client().subscribe("b", b.function());
  await_that("all are in effect", [&] { return a.count("") > 0 && again.count("") > 0 && b.count("") > 0; });
  EXPECT_EQ(box.text({"PUBLISH", "a", "one"}), "1") << "one subscription of the server's for both handles";
  await_that("both hear it", [&] { return a.count("one") == 1 && again.count("one") == 1; });
  first.reset();
  box.text({"PUBLISH", "a", "two"});
  box.text({"PUBLISH", "b", "three"});
  await_that("the others hear", [&] { return again.count("two") == 1 && b.count("three") == 1; });
  EXPECT_EQ(a.count("two"), 0);
  EXPECT_EQ(b.count("one"), 0);
}

TEST(RedisSubscribeTest, GivesUpChannelsThatNobodyHears) {
  const RedisServer server;
  RedisBox box(server.url());
  Ear ear;
  auto handle = box.client().subscribe("a", ear.function());
  await_that("it is in effect", [&] { return ear.count("") > 0; });
  handle.reset();
  await_that("the server has no subscriber",
             [&] { return server.command({"PUBSUB", "NUMSUB", "a"}) == "a\n0\n"; });
  handle = box.client().subscribe("a", ear.function());
  await_that("it is in effect again", [&] { return ear.count("") > 1; });
}

TEST(RedisSubscribeTest, IsRenewedAfterALostConnectionAndSaysSo) {
  RedisServer server;
  RedisBox box(server.url());
  Ear ear;
  const auto handle = box.client().subscribe("a", ear.function());
  await_that("it is in effect", [&] { return ear.count("") == 1; });
  server.kill();
  server.start();
  await_that("it is renewed", [&] { return ear.count("") == 2; });
  await_that("the client is connected again", [&] { return box.answers(); });
  EXPECT_EQ(box.text({"PUBLISH", "a", "after"}), "1");
  await_that("it is heard", [&] { return ear.count("after") == 1; });
}

TEST(RedisSubscribeTest, MayEndItselfAndOutliveTheClient) {
  const RedisServer server;
  RedisBox box(server.url());
  std::atomic<int> heard = 0;
  std::unique_ptr<broker::redis::Client::Subscription> handle;
  std::mutex mutex;
  {
    const std::lock_guard lock{mutex};
    handle = box.client().subscribe("a", [&](std::string_view) {
      ++heard;
      const std::lock_guard inner{mutex};
      handle.reset();
    });
  }
  await_that("it has ended itself",
             [&] { return heard == 1 && server.command({"PUBSUB", "NUMSUB", "a"}) == "a\n0\n"; });
  Ear ear;
  const auto kept = box.client().subscribe("a", ear.function());
  await_that("it is in effect", [&] { return ear.count("") == 1; });
  box.destroy_client();
  await_that("the server has no subscriber",
             [&] { return server.command({"PUBSUB", "NUMSUB", "a"}) == "a\n0\n"; });
}

}  // namespace
}  // namespace assay::tests
