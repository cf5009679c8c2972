// The client against a redis-server of its own: what is said, what is answered, what a fault does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "base/task_group.hpp"
#include "integration/redis_harness.hpp"

namespace assay::tests {
namespace {

using broker::redis::Reply;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(RedisServerTest, AnswersCommandsOfEveryKind) {
  const RedisServer server;
  RedisBox box(server.url() + "/3");
  EXPECT_TRUE(box.answers());
  const std::string binary("a\0b\r\n\xff", 6);
  EXPECT_EQ(box.text({"SET", "key", binary}), "OK");
  EXPECT_EQ(box.text({"GET", "key"}), binary);
  EXPECT_EQ(box.run({"GET", "nothing"})->kind, Reply::Kind::nil);
  EXPECT_EQ(box.text({"INCRBY", "number", "41"}), "41");
  EXPECT_THAT(box.text({"INCR", "key"}), StartsWith("ERROR ERR"));
  box.run({"RPUSH", "list", "x", "", "z"});
  const auto list = box.run({"LRANGE", "list", "0", "-1"});
  ASSERT_EQ(list->items.size(), 3U);
  EXPECT_EQ(list->items[1].text, "");
  EXPECT_EQ(list->items[2].text, "z");
  EXPECT_THAT(box.text({"CLIENT", "LIST"}), HasSubstr("name=assay "));
  EXPECT_EQ(server.command({"DBSIZE"}), "0") << "the URL's database is not the one that is used";
}

TEST(RedisServerTest, RefusesWhatWouldDisturbOtherCallers) {
  const RedisServer server;
  RedisBox box(server.url());
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"BLPOP", "q", "0"}, {"multi"}, {"SELECT", "1"}, {"SUBSCRIBE", "c"}, {}}) {
    const auto reply = box.run(words);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, base::Errc::invalid_argument);
  }
  EXPECT_TRUE(box.answers());
}

TEST(RedisServerTest, CarriesLargeValuesAndManyCallsAtOnce) {
  const RedisServer server;
  RedisBox box(server.url());
  const std::string large(8 << 20, 'x');
  EXPECT_EQ(box.text({"SET", "large", large}), "OK");
  EXPECT_EQ(box.text({"GET", "large"}), large);
  std::vector<std::future<base::Result<Reply>>> replies;
  constexpr int kCalls = 5'000;
  for (int i = 0; i < kCalls; ++i) {
    std::vector<std::string> words{"ECHO", std::to_string(i)};
    replies.push_back(boost::asio::co_spawn(box.caller().executor(), box.client().run(std::move(words)),
                                            boost::asio::use_future));
  }
  for (int i = 0; i < kCalls; ++i)
    ASSERT_EQ(replies[static_cast<std::size_t>(i)].get()->text, std::to_string(i));
  const auto counts = box.client().counts();
  EXPECT_GE(counts.calls, 5'002U);
  EXPECT_EQ(counts.in_flight, 0U);
  EXPECT_EQ(counts.failed, 0U);
}

TEST(RedisServerTest, RunsScriptsAlsoWhereTheServerHasForgottenThem) {
  const RedisServer server;
  RedisBox box(server.url());
  static const broker::redis::Script script("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}");
  EXPECT_EQ(script.sha1().size(), 40U);
  for (int round = 1; round <= 3; ++round) {
    const auto reply = box.caller().await(box.client().run(script, {"counter"}, {"argument"}));
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->items.size(), 3U) << reply->text;
    EXPECT_EQ(reply->items[1].text, "argument");
    EXPECT_EQ(reply->items[2].integer, round);
    if (round == 2) server.command({"SCRIPT", "FLUSH"});
  }
  EXPECT_EQ(server.command({"EVALSHA", script.sha1(), "1", "counter", "a"}), "counter\na\n4\n");
}

TEST(RedisServerTest, LogsInWithAPasswordOrAsAUser) {
  RedisServer::Options options;
  options.password = "s3cret";
  const RedisServer server(options);
  RedisBox good(server.url());
  EXPECT_TRUE(good.answers());
  server.command({"ACL", "SETUSER", "assay", "on", ">p@ss:word/1", "~*", "&*", "+@all"});
  RedisBox user("redis://assay:p%40ss%3Aword%2F1@127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(user.text({"ACL", "WHOAMI"}), "assay");
  RedisBox wrong("redis://:not-it@127.0.0.1:" + std::to_string(server.port()));
  EXPECT_THAT(wrong.text({"PING"}),
              AllOf(StartsWith("FAILED"), HasSubstr("WRONGPASS"), Not(HasSubstr("not-it"))));
  RedisBox none("redis://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_THAT(none.text({"PING"}), HasSubstr("NOAUTH"));
}

TEST(RedisServerTest, GoesOverAUnixSocket) {
  const RedisServer server;
  RedisBox box(server.unix_url());
  EXPECT_TRUE(box.answers());
  EXPECT_THAT(box.text({"CLIENT", "INFO"}), HasSubstr(server.socket_path()));
}

TEST(RedisServerTest, FailsCallsAtOnceWhileTheServerIsAwayAndComesBackWithIt) {
  RedisServer server;
  RedisBox box(server.url());
  EXPECT_TRUE(box.answers());
  server.kill();
  const auto reply = box.run({"PING"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, base::Errc::unavailable);
  server.start();
  const auto back = std::chrono::steady_clock::now();
  await_that("the client is connected again", [&] { return box.answers(); });
  EXPECT_LT(std::chrono::steady_clock::now() - back, std::chrono::seconds{2});
  EXPECT_EQ(box.client().counts().lost, 1U);
  EXPECT_EQ(box.client().counts().connected, 2U);
}

TEST(RedisServerTest, EndsCallsToAFrozenServerWhenTheirTimeIsOver) {
  RedisServer server;
  broker::redis::ClientOptions options;
  options.timeout = std::chrono::milliseconds{200};
  RedisBox box(server.url(), options);
  EXPECT_EQ(box.text({"SET", "key", "before"}), "OK");
  server.freeze();
  EXPECT_THAT(box.text({"SET", "key", "while frozen"}), HasSubstr("did not answer in time"));
  server.thaw();
  // The late reply of the first call is not taken for that of the second.
  await_that("the client is connected again", [&] { return box.answers(); });
  EXPECT_EQ(box.text({"ECHO", "mine"}), "mine");
}

TEST(RedisServerTest, StartsBeforeTheServerDoes) {
  RedisServer server;
  server.stop();
  RedisBox box(server.url());
  EXPECT_FALSE(box.answers());
  server.start();
  await_that("the client is connected", [&] { return box.answers(); });
}

TEST(RedisServerTest, ComesBackToAServerWithItsFileAndToOneWithout) {
  RedisServer::Options options;
  options.keep = true;
  RedisServer server(options);
  RedisBox box(server.url());
  EXPECT_EQ(box.text({"SET", "key", "value"}), "OK");
  server.kill();
  server.start();
  await_that("the client is connected again", [&] { return box.answers(); });
  EXPECT_EQ(box.text({"GET", "key"}), "value");
  server.kill();
  server.start_empty();
  await_that("the client is connected again", [&] { return box.answers(); });
  EXPECT_EQ(box.run({"GET", "key"})->kind, Reply::Kind::nil);
}

TEST(RedisServerTest, GivesOutOfMemoryToTheCaller) {
  RedisServer::Options options;
  options.lines = {"maxmemory 1"};
  const RedisServer server(options);
  RedisBox box(server.url());
  EXPECT_THAT(box.text({"SET", "key", "value"}), StartsWith("ERROR OOM"));
}

TEST(RedisServerTest, LeavesAServerThatIsNoMaster) {
  const RedisServer master;
  const RedisServer replica;
  RedisBox box(replica.url());
  EXPECT_EQ(box.text({"SET", "key", "value"}), "OK");
  const auto before = box.client().counts().connected;
  replica.command({"REPLICAOF", "127.0.0.1", std::to_string(master.port())});
  await_that("the replica refuses writes",
             [&] { return box.text({"SET", "key", "value"}).find("READONLY") != std::string::npos; });
  await_that("another connection is made", [&] { return box.client().counts().connected > before; });
}

/// Far above what a test may take: what ends in time did not wait for it.
broker::redis::ClientOptions patient() {
  broker::redis::ClientOptions options;
  options.timeout = std::chrono::minutes{10};
  return options;
}

TEST(RedisServerTest, EndsCallsUnderWayWhenItIsDestroyed) {
  RedisServer server;
  RedisBox box(server.url(), patient());
  EXPECT_TRUE(box.answers());
  server.freeze();
  std::vector<std::string> words{"PING"};
  auto reply = boost::asio::co_spawn(box.caller().executor(), box.client().run(std::move(words)),
                                     boost::asio::use_future);
  await_that("the call is under way", [&] { return box.client().counts().in_flight == 1; });
  box.destroy_client();
  EXPECT_EQ(reply.get().error().code, base::Errc::unavailable);
}

base::Task<int> ask_many(broker::redis::Client& client, std::string prefix, const std::atomic<bool>& enough) {
  int answered = 0;
  for (int i = 0; !enough; ++i) {
    const auto mine = prefix + std::to_string(i);
    std::vector<std::string> words{"ECHO", mine};
    const auto reply = co_await client.run(std::move(words));
    if (!reply && reply.error().code == base::Errc::unavailable) continue;
    if (!reply || reply->text != mine) co_return -1;
    ++answered;
  }
  co_return answered;
}

TEST(RedisServerTest, GivesEveryThreadItsOwnRepliesThroughHundredsOfLostConnections) {
  RedisServer server;
  RedisBox box(server.url());
  EXPECT_TRUE(box.answers());
  std::atomic<bool> enough = false;
  std::vector<std::unique_ptr<Loop>> threads;
  std::vector<std::future<int>> answered;
  for (int t = 0; t < 3; ++t) {
    threads.push_back(std::make_unique<Loop>());
    for (int i = 0; i < 20; ++i)
      answered.push_back(boost::asio::co_spawn(
          threads.back()->executor(),
          ask_many(box.client(), std::to_string(t) + "." + std::to_string(i) + ".", enough),
          boost::asio::use_future));
  }
  constexpr std::uint64_t kLost = 300;
  await_that(
      "enough connections were lost",
      [&] {
        server.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
        return box.client().counts().lost >= kLost;
      },
      60);
  await_that("the client is connected again", [&] { return box.answers(); });
  enough = true;
  int all = 0;
  for (auto& count : answered) {
    const int own = count.get();
    EXPECT_GE(own, 0) << "another call's reply";
    all += own;
  }
  EXPECT_GT(all, 0);
  EXPECT_EQ(box.client().counts().in_flight, 0U);
}

TEST(RedisServerTest, StopsConnectingWhenItIsDestroyed) {
  RedisServer server;
  server.freeze();
  const auto start = std::chrono::steady_clock::now();
  {
    RedisBox box(server.url());
    const auto handle = box.client().subscribe("c", [](std::string_view) {});
    EXPECT_FALSE(box.answers());  // after the half second that a call waits
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds{900})
      << "the handshake was waited for";
}

}  // namespace
}  // namespace assay::tests
