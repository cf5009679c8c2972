#include "broker/redis/link/sentinel.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace assay::broker::redis {
namespace {

// Three Sentinels that say nothing must not use up the time in which service has to be back.
constexpr base::Micros kSentinel = std::chrono::milliseconds{300};

/// Everything happens on the client's io_context; the subscriber and the calls share it.
struct Sentinels {
  std::vector<RedisUrl::Address> addresses;  // the last one that answered is the first
  std::string master;
  Login own_login;  // to the Sentinels
  Login login;
  std::shared_ptr<Tls> tls;
};

base::Result<Target> read_master(const Reply& reply, const Sentinels& sentinels) {
  if (reply.is_error()) return base::fail(base::Errc::unavailable, "it refuses: " + reply.text);
  Target target;
  if (reply.kind == Reply::Kind::array && reply.items.size() == 2) {
    target.address.host = reply.items[0].text;
    const auto& port = reply.items[1].text;
    std::from_chars(port.data(), port.data() + port.size(), target.address.port);
  }
  if (target.address.port == 0)
    return base::fail(base::Errc::unavailable, "it knows no master called \"" + sentinels.master + "\"");
  return target;
}

base::Task<base::Result<Target>> ask_one(std::shared_ptr<Sentinels> sentinels, RedisUrl::Address address) {
  Target sentinel;
  sentinel.address = address;
  const auto stream = co_await open_stream(sentinel, sentinels->tls, kSentinel);
  if (!stream) co_return base::fail(stream.error());
  std::vector<Command> commands;
  if (!sentinels->own_login.password.empty()) commands.push_back(login_command(sentinels->own_login));
  commands.push_back(Command{"SENTINEL", "GET-MASTER-ADDR-BY-NAME", sentinels->master});
  const auto replies = co_await exchange(*stream, std::move(commands), kSentinel);
  (*stream)->close();
  if (!replies) co_return base::fail(replies.error());
  // A login that is not needed is an error to it, and does no harm.
  auto master = read_master(replies->back(), *sentinels);
  if (!master)
    co_return base::fail(base::Errc::unavailable,
                         "the Sentinel at " + sentinel.shown() + ": " + master.error().message);
  co_return master;
}

base::Task<base::Result<Target>> find_master(std::shared_ptr<Sentinels> sentinels) {
  base::Error last{base::Errc::unavailable, "there are no Sentinels", {}};
  const auto addresses = sentinels->addresses;
  for (const auto& address : addresses) {
    auto master = co_await ask_one(sentinels, address);
    if (master) {
      auto& order = sentinels->addresses;
      std::rotate(order.begin(), std::ranges::find(order, address), order.end());
      co_return master;
    }
    last = std::move(master.error());
  }
  co_return base::fail(base::Errc::unavailable,
                       "no Sentinel names the master of Redis; the last one: " + last.message);
}

base::Task<base::Result<std::shared_ptr<Stream>>> connect(std::shared_ptr<Sentinels> sentinels) {
  const auto target = co_await find_master(sentinels);
  if (!target) co_return base::fail(target.error());
  auto stream = co_await open_and_log_in(*target, sentinels->tls, sentinels->login);
  if (!stream) co_return stream;
  // In the middle of a failover the Sentinels may name one that is not the master yet, or no longer is.
  auto master = co_await says_it_is_master(*stream, *target);
  if (master) co_return stream;
  (*stream)->close();
  co_return base::fail(std::move(master.error()));
}

}  // namespace

Connector through_sentinels(const RedisUrl& url, std::shared_ptr<Tls> tls, Login login) {
  const auto sentinels = std::make_shared<Sentinels>();
  sentinels->addresses = url.addresses;
  sentinels->master = url.master;
  sentinels->own_login = Login{url.sentinel_user, url.sentinel_password, 0, {}};
  sentinels->login = std::move(login);
  sentinels->tls = std::move(tls);
  return [sentinels] { return connect(sentinels); };
}

}  // namespace assay::broker::redis
