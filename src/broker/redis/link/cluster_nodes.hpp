#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/task_group.hpp"
#include "broker/redis/link/handshake.hpp"
#include "broker/redis/link/link.hpp"
#include "broker/redis/redis_url.hpp"
#include "broker/redis/wire/key_slot.hpp"
#include "broker/redis/wire/slot_ranges.hpp"

namespace assay::broker::redis {

/// A master of the cluster and the link to it.
struct ClusterNode {
  RedisUrl::Address address;
  Link link;
};
using ClusterNodePtr = std::shared_ptr<ClusterNode>;

/// How all nodes of a cluster are spoken to.
struct ClusterSettings {
  base::Executor executor;
  std::vector<RedisUrl::Address> seeds{};
  std::shared_ptr<Tls> tls{};
  Login login{};
  base::Micros timeout{};
};

/// Which node has which slot. Looks again whenever it is told that this has changed or may have; meanwhile
/// the old answer stands. Thread-safe, but for what says otherwise.
class ClusterNodes : public std::enable_shared_from_this<ClusterNodes> {
 public:
  ClusterNodes(ClusterSettings settings, std::shared_ptr<Counters> counters);
  /// Once, after construction; and once before the last reference goes.
  void start();
  void stop();

  /// Nothing where the slot has no owner that is known.
  ClusterNodePtr owner(unsigned slot) const;
  /// For what any node can do: one with a connection, where there is one, by turns.
  ClusterNodePtr any() const;
  ClusterNodePtr at(const RedisUrl::Address& address);

  /// A node said so.
  void moved(unsigned slot, const RedisUrl::Address& address);
  /// Something does not work as it should: the map may be old.
  void look_again();
  /// Why there is no map.
  std::string why_not() const;

  /// Connects to one node or another, for subscriptions, which the cluster passes on among its nodes. On the
  /// client's io_context.
  base::Task<base::Result<std::shared_ptr<Stream>>> connect_to_any();

 private:
  static constexpr std::uint16_t kNobody = 0xFFFF;

  base::Task<void> run();
  base::Task<base::Result<std::vector<SlotRange>>> ask(RedisUrl::Address address);
  /// All that may be asked: nodes that are known, then the seeds.
  std::vector<RedisUrl::Address> addresses() const;
  std::uint16_t index_of(const RedisUrl::Address& address);
  void take(const std::vector<SlotRange>& ranges);

  const ClusterSettings settings_;
  const std::shared_ptr<Counters> counters_;

  mutable std::mutex mutex_;
  std::vector<ClusterNodePtr> nodes_;
  std::vector<std::uint16_t> owners_;  // by slot: an index of nodes_, or kNobody
  std::string why_not_ = "the nodes of the cluster are not known yet";
  mutable std::size_t turn_ = 0;
  bool wanted_ = true;  // somebody waits for a new map
  bool stopped_ = false;

  // On the client's io_context.
  base::Wakeup wake_;
  boost::asio::cancellation_signal cancel_;
  std::size_t subscriber_turn_ = 0;
};

}  // namespace assay::broker::redis
