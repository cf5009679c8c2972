// A cluster of three masters: every key finds its node, also while slots move and when a node is gone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>

#include "integration/redis_cluster.hpp"
#include "integration/redis_harness.hpp"

namespace assay::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(RedisClusterTest, SendsEachKeyToItsNode) {
  Cluster cluster;
  RedisBox box(cluster.url());
  EXPECT_TRUE(box.answers());
  std::array<int, Cluster::kNodes> keys{};
  for (int i = 0; i < 60; ++i) {
    const auto key = "key" + std::to_string(i);
    EXPECT_EQ(box.text({"SET", key, key}), "OK");
    ++keys[Cluster::owner(key)];
  }
  for (std::size_t i = 0; i < Cluster::kNodes; ++i) {
    EXPECT_GT(keys[i], 0);
    EXPECT_EQ(cluster.command(i, {"DBSIZE"}), std::to_string(keys[i]));
  }
  EXPECT_THAT(box.text({"MSET", "a", "1", "b", "2"}), StartsWith("ERROR CROSSSLOT"));
  EXPECT_EQ(box.text({"MSET", "{t}a", "1", "{t}b", "2"}), "OK");
  static const broker::redis::Script script("return redis.call('GET', KEYS[1])");
  for (int i = 0; i < 10; ++i) {
    const auto key = "key" + std::to_string(i);
    EXPECT_EQ(box.caller().await(box.client().run(script, {key}, {}))->text, key);
  }
  EXPECT_EQ(box.client().counts().failed, 0U);
}

TEST(RedisClusterTest, FollowsASlotOnItsWayAndAfterIt) {
  Cluster cluster;
  RedisBox box(cluster.url());
  const std::string stays = "{foo}stays";
  const std::string comes = "{foo}comes";
  EXPECT_EQ(box.text({"SET", stays, "1"}), "OK");
  const auto from = Cluster::owner("foo");
  const auto to = (from + 1) % Cluster::kNodes;
  const auto slot = std::to_string(broker::redis::key_slot("foo"));
  cluster.command(to, {"CLUSTER", "SETSLOT", slot, "IMPORTING", cluster.id(from)});
  cluster.command(from, {"CLUSTER", "SETSLOT", slot, "MIGRATING", cluster.id(to)});
  EXPECT_EQ(box.text({"GET", stays}), "1");
  EXPECT_EQ(box.text({"SET", comes, "2"}), "OK") << "ASK leads to the node that imports the slot";
  EXPECT_EQ(box.text({"GET", comes}), "2");
  EXPECT_EQ(cluster.command(from, {"DBSIZE"}), "1");
  EXPECT_EQ(cluster.command(to, {"DBSIZE"}), "1");
  // Both keys at once are on two nodes: TRYAGAIN, until the migration has an end.
  EXPECT_THAT(box.text({"MGET", stays, comes}), AllOf(StartsWith("FAILED"), HasSubstr("TRYAGAIN")));
  cluster.command(from,
                  {"MIGRATE", "127.0.0.1", std::to_string(cluster.node(to).port()), stays, "0", "5000"});
  for (const auto i : {to, from}) cluster.command(i, {"CLUSTER", "SETSLOT", slot, "NODE", cluster.id(to)});
  EXPECT_EQ(box.text({"GET", stays}), "1") << "MOVED leads to the new owner";
  const auto calls = box.client().counts().calls;
  EXPECT_EQ(box.text({"GET", comes}), "2");
  EXPECT_EQ(box.client().counts().calls, calls + 1) << "the new owner was not remembered";
}

TEST(RedisClusterTest, GoesOnWithAReplicaThatWasPromoted) {
  Cluster cluster;
  const auto replica = cluster.replicate(1);
  RedisBox box(cluster.url());
  std::string key = "key";
  while (Cluster::owner(key) != 1) key += "x";
  EXPECT_EQ(box.text({"SET", key, "first"}), "OK");
  await_that("the replica has it", [&] { return replica->command({"DBSIZE"}) == "1"; });
  cluster.node(1).kill();
  EXPECT_THAT(box.text({"GET", key}), StartsWith("FAILED"));
  std::string other = "other";
  while (Cluster::owner(other) != 2) other += "x";
  await_that("the replica was promoted",
             [&] { return replica->try_command({"ROLE"}).substr(0, 6) == "master"; });
  const auto promoted = std::chrono::steady_clock::now();
  await_that("the key is there again", [&] { return box.text({"GET", key}) == "first"; });
  EXPECT_LT(std::chrono::steady_clock::now() - promoted, std::chrono::seconds{2});
  await_that("the cluster serves the others, too", [&] { return box.text({"SET", other, "x"}) == "OK"; });
}

TEST(RedisClusterTest, HearsWhatIsPublishedAtAnyNode) {
  Cluster cluster;
  RedisBox box(cluster.url());
  std::atomic<int> in_effect = 0;
  std::atomic<int> heard = 0;
  const auto handle =
      box.client().subscribe("c", [&](std::string_view message) { ++(message.empty() ? in_effect : heard); });
  await_that("it is in effect", [&] { return in_effect == 1; });
  for (std::size_t i = 0; i < Cluster::kNodes; ++i) cluster.command(i, {"PUBLISH", "c", "m"});
  await_that("all are heard", [&] { return heard == 3; });
}

TEST(RedisClusterTest, SaysThatTheServerIsNoCluster) {
  const RedisServer server;
  RedisBox box("redis+cluster://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_THAT(box.text({"GET", "key"}), HasSubstr("cluster support disabled"));
  Cluster cluster;
  RedisBox plain("redis://127.0.0.1:" + std::to_string(cluster.node((Cluster::owner("foo") + 1) % 3).port()));
  EXPECT_THAT(plain.text({"GET", "foo"}), HasSubstr("redis+cluster://"));
}

}  // namespace
}  // namespace assay::tests
