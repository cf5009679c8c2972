// Three Sentinels, a master and a replica: the client follows a failover.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "integration/redis_harness.hpp"
#include "integration/redis_peer.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;

/// Watched by three Sentinels that take a master for dead after half a second.
class Trio {
 public:
  Trio() {
    const auto master = std::to_string(servers_[0]->port());
    servers_[1]->command({"REPLICAOF", "127.0.0.1", master});
    await_that("the replica is in step", [&] {
      return servers_[1]->command({"INFO", "replication"}).find("master_link_status:up") != std::string::npos;
    });
    for (int i = 0; i < 3; ++i) {
      RedisServer::Options options;
      options.mode = RedisServer::Mode::sentinel;
      options.lines = {"sentinel monitor the-master 127.0.0.1 " + master + " 2",
                       "sentinel down-after-milliseconds the-master 500",
                       "sentinel failover-timeout the-master 5000"};
      sentinels_.push_back(std::make_unique<RedisServer>(options));
    }
    await_that("the Sentinels know each other and the replica", [&] {
      for (const auto& sentinel : sentinels_) {
        const auto known = sentinel->command({"SENTINEL", "MASTER", "the-master"});
        if (known.find("num-other-sentinels\n2\n") == std::string::npos ||
            known.find("num-slaves\n1\n") == std::string::npos)
          return false;
      }
      return true;
    });
  }

  RedisServer& server(std::size_t i) { return *servers_[i]; }
  RedisServer& sentinel(std::size_t i) { return *sentinels_[i]; }
  std::string url(const std::string& master = "the-master") const {
    std::string url = "redis+sentinel://";
    for (const auto& sentinel : sentinels_) url += "127.0.0.1:" + std::to_string(sentinel->port()) + ",";
    url.pop_back();
    return url + "/" + master;
  }

 private:
  std::vector<std::unique_ptr<RedisServer>> servers_ = [] {
    std::vector<std::unique_ptr<RedisServer>> servers;
    for (int i = 0; i < 2; ++i) servers.push_back(std::make_unique<RedisServer>());
    return servers;
  }();
  std::vector<std::unique_ptr<RedisServer>> sentinels_;
};

TEST(RedisSentinelTest, FollowsAFailoverAlsoWithOneSentinelAway) {
  Trio trio;
  RedisBox box(trio.url());
  EXPECT_EQ(box.text({"SET", "key", "first"}), "OK");
  EXPECT_EQ(trio.server(0).command({"GET", "key"}), "first");
  std::atomic<int> renewed = 0;
  const auto handle =
      box.client().subscribe("c", [&](std::string_view message) { renewed += message.empty() ? 1 : 0; });
  await_that("the subscription is in effect", [&] { return renewed == 1; });
  await_that("the replica has it", [&] { return trio.server(1).try_command({"GET", "key"}) == "first"; });

  trio.server(0).kill();
  // A failover ends the connections of clients, those of the test too.
  await_that("the replica was made the master",
             [&] { return trio.server(1).try_command({"ROLE"}).substr(0, 6) == "master"; });
  const auto promoted = std::chrono::steady_clock::now();
  await_that("writes go to the new master", [&] { return box.text({"SET", "key", "second"}) == "OK"; });
  EXPECT_LT(std::chrono::steady_clock::now() - promoted, std::chrono::seconds{2});
  EXPECT_EQ(trio.server(1).command({"GET", "key"}), "second");
  await_that("the subscription was renewed", [&] { return renewed == 2; });

  // Whoever starts now finds the new master, too, without the first Sentinel that it is to ask.
  trio.sentinel(0).kill();
  RedisBox late(trio.url());
  EXPECT_EQ(late.text({"GET", "key"}), "second");
}

TEST(RedisSentinelTest, LeavesAFrozenMasterForTheNewOne) {
  Trio trio;
  broker::redis::ClientOptions options;
  options.timeout = std::chrono::milliseconds{500};
  RedisBox box(trio.url(), options);
  EXPECT_EQ(box.text({"SET", "key", "first"}), "OK");
  trio.server(0).freeze();
  await_that("writes go to the new master", [&] { return box.text({"SET", "key", "second"}) == "OK"; });
  EXPECT_EQ(trio.server(1).command({"GET", "key"}), "second");
  // Back again, it still takes itself for the master for a while; nobody listens to it.
  trio.server(0).thaw();
  EXPECT_EQ(box.text({"SET", "key", "third"}), "OK");
  EXPECT_EQ(trio.server(1).command({"GET", "key"}), "third");
}

TEST(RedisSentinelTest, DoesNotBelieveASentinelThatNamesAReplica) {
  const RedisServer master;
  const RedisServer replica;
  replica.command({"REPLICAOF", "127.0.0.1", std::to_string(master.port())});
  RedisPeer sentinel([&](RedisPeer::Connection& connection, int number) {
    EXPECT_EQ(connection.read(), (std::vector<std::string>{"SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m"}));
    const auto port = std::to_string(number < 3 ? replica.port() : master.port());
    connection.send("*2\r\n$9\r\n127.0.0.1\r\n$" + std::to_string(port.size()) + "\r\n" + port + "\r\n");
    connection.read();
  });
  RedisBox box("redis+sentinel" + sentinel.url().substr(5) + "/m");
  EXPECT_EQ(box.text({"SET", "key", "value"}), "OK") << "within the time that calls wait for a connection";
  EXPECT_EQ(master.command({"GET", "key"}), "value");
  EXPECT_EQ(box.client().counts().connected, 1U);
}

TEST(RedisSentinelTest, SaysThatTheSentinelsDoNotKnowTheName) {
  RedisServer::Options options;
  options.mode = RedisServer::Mode::sentinel;
  const RedisServer sentinel(options);
  RedisBox box("redis+sentinel://127.0.0.1:" + std::to_string(sentinel.port()) + "/nobody");
  EXPECT_THAT(box.text({"PING"}), HasSubstr("knows no master called \"nobody\""));
}

}  // namespace
}  // namespace assay::tests
