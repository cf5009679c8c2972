#include "broker/redis/link/cluster_nodes.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "base/log.hpp"

namespace assay::broker::redis {
namespace asio = boost::asio;
namespace {

// Between two looks at the map: many calls fail at once where a node does.
constexpr base::Micros kBetween = std::chrono::milliseconds{100};
// A look without a reason, for nodes that nobody calls.
constexpr base::Micros kAnyway = std::chrono::seconds{60};
constexpr base::Micros kAnswer = std::chrono::milliseconds{500};

}  // namespace

ClusterNodes::ClusterNodes(ClusterSettings settings, std::shared_ptr<Counters> counters)
    : settings_(std::move(settings)),
      counters_(std::move(counters)),
      owners_(kSlots, kNobody),
      wake_(settings_.executor) {}

void ClusterNodes::start() {
  auto ended = [self = shared_from_this()](const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
  };
  asio::co_spawn(settings_.executor, run(), asio::bind_cancellation_slot(cancel_.slot(), std::move(ended)));
}

void ClusterNodes::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    for (const auto& node : nodes_) node->link.stop();
    nodes_.clear();
    std::ranges::fill(owners_, kNobody);
  }
  asio::post(settings_.executor,
             [self = shared_from_this()] { self->cancel_.emit(asio::cancellation_type::terminal); });
}

ClusterNodePtr ClusterNodes::owner(unsigned slot) const {
  const std::lock_guard lock{mutex_};
  const auto index = owners_[slot];
  return index == kNobody ? nullptr : nodes_[index];
}

ClusterNodePtr ClusterNodes::any() const {
  const std::lock_guard lock{mutex_};
  if (nodes_.empty()) return nullptr;
  ++turn_;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& node = nodes_[(turn_ + i) % nodes_.size()];
    if (node->link.connected()) return node;
  }
  return nodes_[turn_ % nodes_.size()];
}

ClusterNodePtr ClusterNodes::at(const RedisUrl::Address& address) {
  const std::lock_guard lock{mutex_};
  return stopped_ ? nullptr : nodes_[index_of(address)];
}

void ClusterNodes::moved(unsigned slot, const RedisUrl::Address& address) {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) return;
    owners_[slot] = index_of(address);
  }
  look_again();
}

void ClusterNodes::look_again() {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_ || std::exchange(wanted_, true)) return;
  }
  asio::post(settings_.executor, [self = shared_from_this()] { self->wake_.notify(); });
}

std::string ClusterNodes::why_not() const {
  const std::lock_guard lock{mutex_};
  return why_not_;
}

std::uint16_t ClusterNodes::index_of(const RedisUrl::Address& address) {
  const auto found = std::ranges::find_if(nodes_, [&](const auto& node) { return node->address == address; });
  if (found == nodes_.end()) {
    Target target;
    target.address = address;
    auto connect = [target, tls = settings_.tls, login = settings_.login] {
      return open_and_log_in(target, tls, login);
    };
    nodes_.emplace_back(new ClusterNode{address, Link(settings_.executor, "Redis at " + target.shown(),
                                                      connect, settings_.timeout, counters_)});
    return static_cast<std::uint16_t>(nodes_.size() - 1);
  }
  return static_cast<std::uint16_t>(found - nodes_.begin());
}

std::vector<RedisUrl::Address> ClusterNodes::addresses() const {
  const std::lock_guard lock{mutex_};
  std::vector<RedisUrl::Address> all;
  // Those that answer first: one that is away costs time.
  for (const bool connected : {true, false}) {
    for (const auto& node : nodes_) {
      if (node->link.connected() == connected) all.push_back(node->address);
    }
  }
  for (const auto& seed : settings_.seeds) {
    if (std::ranges::find(all, seed) == all.end()) all.push_back(seed);
  }
  return all;
}

void ClusterNodes::take(const std::vector<SlotRange>& ranges) {
  const std::lock_guard lock{mutex_};
  if (stopped_) return;
  std::vector<std::uint16_t> owners(kSlots, kNobody);
  // Nodes without slots go, with their links; those under way still hold them.
  auto old = std::exchange(nodes_, {});
  for (const auto& range : ranges) {
    const auto known =
        std::ranges::find_if(old, [&](const auto& node) { return node && node->address == range.master; });
    if (known != old.end()) nodes_.push_back(std::exchange(*known, nullptr));
    const auto index = index_of(range.master);
    std::fill(owners.begin() + range.first, owners.begin() + range.last + 1, index);
  }
  owners_ = std::move(owners);
}

base::Task<base::Result<std::vector<SlotRange>>> ClusterNodes::ask(RedisUrl::Address address) {
  Target target;
  target.address = address;
  auto stream = co_await open_and_log_in(target, settings_.tls, settings_.login);
  if (!stream) co_return base::fail(std::move(stream.error()));
  std::vector<Command> commands;
  commands.push_back(Command{"CLUSTER", "SLOTS"});
  const auto replies = co_await exchange(*stream, std::move(commands), kAnswer);
  (*stream)->close();
  if (!replies) co_return base::fail(replies.error());
  co_return read_slot_ranges(replies->front(), address);
}

base::Task<void> ClusterNodes::run() {
  const auto self = shared_from_this();
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto stopped = [this] {
    const std::lock_guard lock{mutex_};
    return stopped_;
  };
  while (!stopped()) {
    std::string why;
    {
      const std::lock_guard lock{mutex_};
      wanted_ = false;
    }
    const auto all = addresses();
    for (const auto& address : all) {
      auto ranges = co_await ask(address);
      if (ranges) {
        take(*ranges);
        why.clear();
        break;
      }
      why = std::move(ranges.error().message);
      if (stopped()) co_return;
    }
    bool again = false;
    {
      const std::lock_guard lock{mutex_};
      if (!why.empty() && why != why_not_)
        base::log::warn("no node gives the slots of the cluster", {{"reason", why}});
      if (!why.empty()) why_not_ = why;
      again = !why.empty() || wanted_;
      if (stopped_) co_return;
    }
    co_await wake_.wait(again ? kBetween : kAnyway);
    if (!again) co_await wake_.wait(kBetween);
  }
}

base::Task<base::Result<std::shared_ptr<Stream>>> ClusterNodes::connect_to_any() {
  const auto self = shared_from_this();
  const auto all = addresses();
  Target target;
  target.address = all[subscriber_turn_++ % all.size()];
  co_return co_await open_and_log_in(target, settings_.tls, settings_.login);
}

}  // namespace assay::broker::redis
