#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "broker/redis/wire/key_slot.hpp"
#include "redis_server.hpp"

namespace assay::tests {

/// A cluster of three masters, each with a third of the slots.
class Cluster {
 public:
  static constexpr std::size_t kNodes = 3;

  Cluster() {
    for (std::size_t i = 0; i < kNodes; ++i) nodes_.push_back(start_node());
    for (std::size_t i = 0; i < kNodes; ++i) {
      command(i, {"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)});
      command(i, {"CLUSTER", "ADDSLOTSRANGE", std::to_string(first_slot(i)),
                  std::to_string(first_slot(i + 1) - 1)});
      if (i > 0) meet(*nodes_[i]);
    }
    await_that("the cluster is formed", [&] {
      for (std::size_t i = 0; i < kNodes; ++i) {
        const auto info = command(i, {"CLUSTER", "INFO"});
        if (info.find("cluster_state:ok") == std::string::npos ||
            info.find("cluster_known_nodes:3") == std::string::npos)
          return false;
      }
      return true;
    });
  }

  std::string command(std::size_t i, const std::vector<std::string>& words) const {
    return nodes_[i]->command(words);
  }
  RedisServer& node(std::size_t i) { return *nodes_[i]; }
  std::string id(std::size_t i) const { return command(i, {"CLUSTER", "MYID"}); }
  /// The node that has the key by the first distribution.
  static std::size_t owner(const std::string& key) {
    const auto slot = broker::redis::key_slot(key);
    std::size_t i = 0;
    while (slot >= first_slot(i + 1)) ++i;
    return i;
  }
  std::string url() const { return "redis+cluster://127.0.0.1:" + std::to_string(nodes_[0]->port()); }

  /// A replica of node `i`, in step with it.
  std::unique_ptr<RedisServer> replicate(std::size_t i) {
    auto replica = start_node();
    meet(*replica);
    await_that("the replica may follow",
               [&] { return replica->try_command({"CLUSTER", "REPLICATE", id(i)}) == "OK"; });
    await_that("the replica is in step", [&] {
      return replica->command({"INFO", "replication"}).find("master_link_status:up") != std::string::npos;
    });
    await_that("every node knows of it", [&] {
      for (std::size_t n = 0; n < kNodes; ++n) {
        if (command(n, {"CLUSTER", "REPLICAS", id(i)}).find("slave") == std::string::npos) return false;
      }
      return true;
    });
    return replica;
  }

 private:
  static unsigned first_slot(std::size_t i) {
    return static_cast<unsigned>(i * broker::redis::kSlots / kNodes);
  }
  static std::unique_ptr<RedisServer> start_node() {
    RedisServer::Options options;
    options.mode = RedisServer::Mode::cluster;
    return std::make_unique<RedisServer>(options);
  }
  void meet(const RedisServer& other) {
    command(0,
            {"CLUSTER", "MEET", "127.0.0.1", std::to_string(other.port()), std::to_string(other.bus_port())});
  }

  std::vector<std::unique_ptr<RedisServer>> nodes_;
};

}  // namespace assay::tests
