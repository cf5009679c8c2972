// The client against a peer that answers byte for byte what the test says.

#include "integration/redis_peer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "broker/redis/link/handshake.hpp"
#include "broker/redis/link/link.hpp"
#include "broker/redis/link/subscriber.hpp"
#include "integration/redis_harness.hpp"

namespace assay::tests {
namespace {

using broker::redis::Reply;
using Connection = RedisPeer::Connection;
using Answer = std::future<base::Result<Reply>>;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Answer start(RedisBox& box, std::vector<std::string> words) {
  return boost::asio::co_spawn(box.caller().executor(), box.client().run(std::move(words)),
                               boost::asio::use_future);
}

broker::redis::ClientOptions within(std::chrono::milliseconds time) {
  broker::redis::ClientOptions options;
  options.timeout = time;
  return options;
}

/// Answers +name to each `ECHO name` until the client goes.
void echo(Connection& connection) {
  while (true) {
    const auto words = connection.read();
    connection.send("+" + words.at(1) + "\r\n");
  }
}

TEST(RedisPeerTest, PutsSplitRepliesTogether) {
  RedisPeer peer([](Connection& connection, int) {
    connection.greet();
    connection.read();
    connection.send_slowly("*3\r\n$5\r\nhe\r\no\r\n*2\r\n:-7\r\n$-1\r\n-ERR inner\r\n");
    connection.read();
    connection.send_slowly("-ERR outer\r\n");
    echo(connection);
  });
  RedisBox box(peer.url());
  const auto nested = box.run({"ANY"});
  ASSERT_TRUE(nested) << nested.error().message;
  ASSERT_EQ(nested->items.size(), 3U);
  EXPECT_EQ(nested->items[0].text, "he\r\no");
  EXPECT_EQ(nested->items[1].items.at(0).integer, -7);
  EXPECT_EQ(nested->items[1].items.at(1).kind, Reply::Kind::nil);
  EXPECT_TRUE(nested->items[2].is_error());
  EXPECT_EQ(box.text({"ANY"}), "ERROR ERR outer");
  EXPECT_EQ(box.text({"ECHO", "next"}), "next");
  EXPECT_EQ(box.client().counts().refused, 1U);
}

TEST(RedisPeerTest, SendsWithoutWaitingAndGivesEachCallItsOwnReply) {
  constexpr int kCalls = 500;
  RedisPeer peer([](Connection& connection, int) {
    connection.greet();
    // Nothing is answered before all have come; then everything comes in one piece.
    std::string replies;
    for (int i = 0; i < kCalls; ++i) replies += "+" + connection.read().at(1) + "\r\n";
    connection.send(replies);
    echo(connection);
  });
  RedisBox box(peer.url());
  std::vector<Answer> answers;
  for (int i = 0; i < kCalls; ++i) answers.push_back(start(box, {"ECHO", std::to_string(i)}));
  for (int i = 0; i < kCalls; ++i)
    EXPECT_EQ(answers[static_cast<std::size_t>(i)].get()->text, std::to_string(i));
}

TEST(RedisPeerTest, FailsAllCallsWhenTheConnectionBreaksAmidAReply) {
  RedisPeer peer([](Connection& connection, int number) {
    connection.greet();
    if (number > 1) echo(connection);
    for (int i = 0; i < 3; ++i) connection.read();
    connection.send("+first\r\n$10\r\nhalf");
  });
  RedisBox box(peer.url(), within(std::chrono::minutes{10}));
  std::vector<Answer> answers;
  for (const auto* name : {"first", "second", "third"}) answers.push_back(start(box, {"ECHO", name}));
  EXPECT_EQ(answers[0].get()->text, "first");
  for (std::size_t i = 1; i < 3; ++i) EXPECT_EQ(answers[i].get().error().code, base::Errc::unavailable);
  EXPECT_EQ(box.text({"ECHO", "again"}), "again");
  EXPECT_EQ(box.client().counts().connected, 2U);
  EXPECT_EQ(box.client().counts().lost, 1U);
  EXPECT_EQ(box.client().counts().failed, 2U);
}

TEST(RedisPeerTest, LeavesAPeerThatSpeaksSomethingElse) {
  RedisPeer peer([](Connection& connection, int number) {
    connection.greet();
    if (number > 1) echo(connection);
    connection.read();
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.read();  // the client has to leave by itself
  });
  RedisBox box(peer.url(), within(std::chrono::minutes{10}));
  EXPECT_THAT(box.text({"ECHO", "x"}), AllOf(StartsWith("FAILED"), HasSubstr("not of its protocol")));
  EXPECT_EQ(box.text({"ECHO", "again"}), "again");
}

TEST(RedisPeerTest, LeavesAPeerThatAnswersWhatNobodyAsked) {
  RedisPeer peer([](Connection& connection, int number) {
    connection.greet();
    if (number > 1) echo(connection);
    connection.read();
    connection.send("+mine\r\n+nobody's\r\n");
    connection.read();
  });
  RedisBox box(peer.url());
  EXPECT_EQ(box.text({"ECHO", "x"}), "mine");
  await_that("another connection is made", [&] { return box.client().counts().connected == 2; });
  EXPECT_EQ(box.text({"ECHO", "mine"}), "mine");
}

TEST(RedisPeerTest, DropsTheReplyToACallWhoseTimeIsOver) {
  std::promise<void> first_is_over;
  RedisPeer peer([&](Connection& connection, int number) {
    connection.greet();
    EXPECT_EQ(number, 1) << "a peer that sends something is not dead";
    connection.read();
    connection.send("+la");
    first_is_over.get_future().wait();
    connection.read();
    connection.send("te\r\n+second\r\n");
    echo(connection);
  });
  RedisBox box(peer.url(), within(std::chrono::milliseconds{300}));
  EXPECT_THAT(box.text({"ECHO", "first"}), HasSubstr("did not answer in time"));
  first_is_over.set_value();
  EXPECT_EQ(box.text({"ECHO", "second"}), "second");
}

TEST(RedisPeerTest, LeavesAPeerThatIsSilent) {
  RedisPeer peer([](Connection& connection, int number) {
    connection.greet();
    if (number > 1) echo(connection);
    while (true) connection.read();
  });
  RedisBox box(peer.url(), within(std::chrono::milliseconds{200}));
  EXPECT_THAT(box.text({"ECHO", "x"}), StartsWith("FAILED"));
  // A call may still meet the old connection, or find none yet.
  await_that("another connection answers", [&] { return box.text({"ECHO", "again"}) == "again"; });
}

TEST(RedisPeerTest, WaitsForAServerThatIsLoading) {
  RedisPeer peer([](Connection& connection, int number) {
    if (number > 2) {
      connection.greet();
      echo(connection);
    }
    while (true) {
      const bool last = connection.read().front() == "PING";
      connection.send("-LOADING Redis is loading the dataset in memory\r\n");
      if (last) connection.read();
    }
  });
  RedisBox box(peer.url());
  EXPECT_EQ(box.text({"ECHO", "loaded"}), "loaded") << "within the time that calls wait for a connection";
  EXPECT_EQ(box.client().counts().connected, 1U);
}

TEST(RedisPeerTest, TellsErrorsThatPassFromThoseThatAreTheCallers) {
  RedisPeer peer([](Connection& connection, int number) {
    connection.greet();
    if (number == 1) {
      for (const auto* error :
           {"-LOADING x", "-CLUSTERDOWN x", "-BUSY x", "-OOM x", "-NOPERM x", "-READONLY x"}) {
        connection.read();
        connection.send(std::string(error) + "\r\n");
      }
      connection.read();
      ADD_FAILURE() << "the connection to a server that is no master is used";
    }
    echo(connection);
  });
  RedisBox box(peer.url());
  for (const auto* passing : {"LOADING", "CLUSTERDOWN", "BUSY"})
    EXPECT_THAT(box.text({"SET", "k", "v"}), AllOf(StartsWith("FAILED"), HasSubstr(passing)));
  EXPECT_EQ(box.text({"SET", "k", "v"}), "ERROR OOM x");
  EXPECT_EQ(box.text({"SET", "k", "v"}), "ERROR NOPERM x");
  EXPECT_THAT(box.text({"SET", "k", "v"}), AllOf(StartsWith("FAILED"), HasSubstr("READONLY")));
  await_that("another connection is made", [&] { return box.client().counts().connected == 2; });
  EXPECT_EQ(box.text({"ECHO", "master"}), "master");
}

TEST(RedisPeerTest, KnowsTheReasonOfAConnectionThatHangs) {
  RedisPeer peer([](Connection& connection, int) {
    while (true) connection.read();
  });
  RedisBox box(peer.url());
  EXPECT_THAT(box.text({"PING"}), HasSubstr("no connection to Redis at " + peer.url() + " yet"));
  const auto ready = box.caller().await(await_ready(box.client(), std::chrono::seconds{3}));
  ASSERT_FALSE(ready);
  EXPECT_THAT(ready.error().message, HasSubstr("did not answer within 1000 ms"));
}

TEST(RedisPeerTest, DoesWithoutAName) {
  RedisPeer peer([](Connection& connection, int) {
    EXPECT_EQ(connection.read(), (std::vector<std::string>{"CLIENT", "SETNAME", "assay"}));
    EXPECT_EQ(connection.read(), (std::vector<std::string>{"PING"}));
    connection.send("-NOPERM no client command\r\n-NOPERM no ping command\r\n");
    echo(connection);
  });
  RedisBox box(peer.url());
  EXPECT_EQ(box.text({"ECHO", "x"}), "x");
}

TEST(RedisPeerTest, RefusesCallsAboveItsBound) {
  RedisPeer peer([](Connection& connection, int) {
    connection.greet();
    while (true) connection.read();
  });
  RedisBox box(peer.url(), within(std::chrono::minutes{10}));
  std::vector<Answer> answers;
  for (std::uint64_t i = 0; i < broker::redis::Link::kMostCalls; ++i) answers.push_back(start(box, {"PING"}));
  await_that("all are under way",
             [&] { return box.client().counts().in_flight == broker::redis::Link::kMostCalls; });
  EXPECT_THAT(box.text({"PING"}), HasSubstr("too many commands"));
  box.destroy_client();
  for (auto& answer : answers) EXPECT_EQ(answer.get().error().code, base::Errc::unavailable);
}

TEST(RedisPeerTest, RefusesMoreBytesThanItMayHold) {
  std::promise<void> over;
  RedisPeer peer([&](Connection& connection, int) {
    connection.greet();
    over.get_future().wait();  // nothing is read
  });
  RedisBox box(peer.url(), within(std::chrono::minutes{10}));
  const std::string large(8 << 20, 'x');
  std::vector<Answer> answers;
  // What is being written, what the kernel holds, and the bound, in pieces of 8 MiB.
  for (int i = 0; i < 24; ++i) answers.push_back(start(box, {"SET", "key", large}));
  await_that("the last ones are refused", [&] { return box.client().counts().failed > 0; });
  EXPECT_THAT(box.text({"PING"}), HasSubstr("too much waits"));
  box.destroy_client();
  over.set_value();
  for (auto& answer : answers) EXPECT_FALSE(answer.get());
}

TEST(RedisPeerTest, RenewsSubscriptionsWhenThePeerFallsSilent) {
  std::atomic<int> answered = 0;
  const auto confirm = [](Connection& connection) {
    EXPECT_EQ(connection.read(), (std::vector<std::string>{"SUBSCRIBE", "c"}));
    connection.send("*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n");
  };
  RedisPeer peer([&](Connection& connection, int number) {
    connection.greet();
    confirm(connection);
    while (connection.read() == std::vector<std::string>{"PING"}) {
      if (number == 1) continue;
      connection.send("*2\r\n$4\r\npong\r\n$0\r\n\r\n");
      ++answered;
    }
  });
  Loop loop;
  broker::redis::Target target;
  target.address = broker::redis::RedisUrl::parse(peer.url())->addresses.front();
  const auto counters = std::make_shared<broker::redis::Counters>();
  std::atomic<int> in_effect = 0;
  {
    broker::redis::Subscriber subscriber(
        loop.executor(), [&] { return open_and_log_in(target, nullptr, broker::redis::Login{}); }, counters,
        std::chrono::milliseconds{500});  // in which the second connection answers on any machine
    const auto handle = subscriber.add("c", [&](std::string_view) { ++in_effect; });
    await_that("it was renewed", [&] { return in_effect == 2; });
    await_that("signs of life are enough", [&] { return answered == 3; });
  }
  EXPECT_EQ(counters->lost.value(), 1U);
}

TEST(RedisPeerTest, SendsTheScriptWhereItsHashIsNotKnown) {
  static const broker::redis::Script script("return 1");
  RedisPeer peer([](Connection& connection, int) {
    connection.greet();
    EXPECT_EQ(connection.read(),
              (std::vector<std::string>{"EVALSHA", script.sha1(), "1", "key", "argument"}));
    connection.send("-NOSCRIPT No matching script. Please use EVAL.\r\n");
    EXPECT_EQ(connection.read(), (std::vector<std::string>{"EVAL", "return 1", "1", "key", "argument"}));
    connection.send(":1\r\n");
  });
  RedisBox box(peer.url());
  EXPECT_EQ(box.caller().await(box.client().run(script, {"key"}, {"argument"}))->integer, 1);
  EXPECT_EQ(script.sha1(), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
}

}  // namespace
}  // namespace assay::tests
