#include "broker/redis/link/cluster_client.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "base/task_group.hpp"
#include "broker/redis/link/settle.hpp"
#include "broker/redis/link/subscriber.hpp"
#include "broker/redis/wire/command_rules.hpp"
#include "broker/redis/wire/encode.hpp"
#include "broker/redis/wire/refusal.hpp"

namespace assay::broker::redis {
namespace {

using Clock = std::chrono::steady_clock;
using Nodes = std::shared_ptr<ClusterNodes>;

// Redirects and tries of one command: a slot that is on its way needs one or two.
constexpr int kMostTries = 8;
constexpr base::Micros kTryAgain = std::chrono::milliseconds{25};
constexpr base::Micros kUnknown = std::chrono::milliseconds{10};

/// The node for the slot; waits a little for one while the map is being made.
base::Task<ClusterNodePtr> find_node(Nodes nodes, std::optional<unsigned> slot) {
  const auto end = Clock::now() + Link::kGrace;
  while (true) {
    auto node = slot ? nodes->owner(*slot) : nodes->any();
    if (node || Clock::now() > end) co_return node;
    nodes->look_again();
    co_await base::sleep_for(kUnknown);
  }
}

base::Task<base::Result<Reply>> follow(Nodes nodes, Command command) {
  const auto key = first_key(command);
  const auto slot = key ? std::optional(key_slot(command[*key])) : std::nullopt;
  const auto bytes = encode(command);
  ClusterNodePtr asking;  // the next try goes there, with ASKING before it
  base::Result<Reply> reply = base::fail(base::Errc::unavailable, "no node of the cluster was asked");
  for (int tries = 0; tries < kMostTries; ++tries) {
    const bool ask = asking != nullptr;
    ClusterNodePtr node = std::exchange(asking, nullptr);
    if (!ask) node = co_await find_node(nodes, slot);
    if (!node)
      co_return base::fail(base::Errc::unavailable,
                           "no node of the cluster has the key: " + nodes->why_not());
    std::string sent;
    if (ask) append_command(sent, Command{"ASKING"});
    sent += bytes;
    reply = co_await node->link.call(std::move(sent), ask ? 2 : 1);
    if (!reply) nodes->look_again();
    const auto refusal = reply ? refusal_of(*reply) : Refusal::none;
    if (refusal == Refusal::moved || refusal == Refusal::ask) {
      const auto redirect = redirect_of(reply->text);
      if (!redirect)
        co_return base::fail(base::Errc::unavailable, "Redis redirects to nowhere: " + reply->text);
      const RedisUrl::Address there{redirect->host.empty() ? node->address.host : redirect->host,
                                    redirect->port};
      if (refusal == Refusal::moved) {
        nodes->moved(redirect->slot, there);
      } else {
        asking = nodes->at(there);
      }
    } else if (refusal == Refusal::try_again) {
      co_await base::sleep_for(kTryAgain);
    } else {
      if (refusal == Refusal::not_now || refusal == Refusal::not_a_master) nodes->look_again();
      co_return settle(std::move(reply), node->link);
    }
  }
  co_return base::fail(base::Errc::unavailable,
                       "the nodes of the cluster redirect in circles: " + reply->text);
}

class ClusterClient final : public Client {
 public:
  explicit ClusterClient(const ClusterSettings& settings)
      : counters_(std::make_shared<Counters>()),
        nodes_(std::make_shared<ClusterNodes>(settings, counters_)),
        subscriber_(settings.executor, [nodes = nodes_] { return nodes->connect_to_any(); }, counters_) {
    nodes_->start();
  }
  ~ClusterClient() override { nodes_->stop(); }

  // The client may go away while a call waits: behind a co_await only locals are used.
  base::Task<base::Result<Reply>> run(Command command) override {
    if (needs_own_connection(command)) co_return refuse_command(command);
    const auto nodes = nodes_;
    co_return co_await follow(nodes, std::move(command));
  }

  base::Task<base::Result<Reply>> run(const Script& script, std::vector<std::string> keys,
                                      std::vector<std::string> arguments) override {
    const auto nodes = nodes_;
    auto command = by_hash(script, keys, arguments);
    auto reply = co_await follow(nodes, command);
    if (!reply || refusal_of(*reply) != Refusal::no_script) co_return reply;
    command = as_a_whole(std::move(command), script);
    co_return co_await follow(nodes, std::move(command));
  }

  std::unique_ptr<Subscription> subscribe(std::string channel,
                                          std::function<void(std::string_view)> heard) override {
    return subscriber_.add(std::move(channel), std::move(heard));
  }

  Counts counts() const override { return counted(*counters_); }

 private:
  std::shared_ptr<Counters> counters_;
  Nodes nodes_;
  Subscriber subscriber_;
};

}  // namespace

std::unique_ptr<Client> make_cluster_client(ClusterSettings settings) {
  return std::make_unique<ClusterClient>(settings);
}

}  // namespace assay::broker::redis
