#include "broker/redis/link/server_client.hpp"

#include <utility>

#include "broker/redis/link/settle.hpp"
#include "broker/redis/link/subscriber.hpp"
#include "broker/redis/wire/command_rules.hpp"
#include "broker/redis/wire/encode.hpp"
#include "broker/redis/wire/refusal.hpp"

namespace assay::broker::redis {
namespace {

class ServerClient final : public Client {
 public:
  ServerClient(base::Executor executor, const std::string& name, const Connector& connect,
               base::Micros timeout)
      : counters_(std::make_shared<Counters>()),
        link_(std::make_shared<Link>(executor, name, connect, timeout, counters_)),
        subscriber_(executor, connect, counters_) {}

  // Calls under way hold the link: it does not go with this.
  ~ServerClient() override { link_->stop(); }

  // The client may go away while a call waits: behind a co_await only locals are used.
  base::Task<base::Result<Reply>> run(Command command) override {
    if (needs_own_connection(command)) co_return refuse_command(command);
    const auto link = link_;
    auto reply = co_await link->call(encode(command));
    co_return settle(std::move(reply), *link);
  }

  base::Task<base::Result<Reply>> run(const Script& script, std::vector<std::string> keys,
                                      std::vector<std::string> arguments) override {
    const auto link = link_;
    auto command = by_hash(script, keys, arguments);
    auto reply = co_await link->call(encode(command));
    if (reply && refusal_of(*reply) == Refusal::no_script) {
      command = as_a_whole(std::move(command), script);
      reply = co_await link->call(encode(command));
    }
    co_return settle(std::move(reply), *link);
  }

  std::unique_ptr<Subscription> subscribe(std::string channel,
                                          std::function<void(std::string_view)> heard) override {
    return subscriber_.add(std::move(channel), std::move(heard));
  }

  Counts counts() const override { return counted(*counters_); }

 private:
  std::shared_ptr<Counters> counters_;
  std::shared_ptr<Link> link_;
  Subscriber subscriber_;
};

}  // namespace

std::unique_ptr<Client> make_server_client(base::Executor executor, const std::string& name,
                                           Connector connect, base::Micros timeout) {
  return std::make_unique<ServerClient>(executor, name, connect, timeout);
}

}  // namespace assay::broker::redis
