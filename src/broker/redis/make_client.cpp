#include "broker/redis/make_client.hpp"

#include <utility>

#include "base/task_group.hpp"
#include "broker/redis/link/cluster_client.hpp"
#include "broker/redis/link/handshake.hpp"
#include "broker/redis/link/sentinel.hpp"
#include "broker/redis/link/server_client.hpp"

namespace assay::broker::redis {

base::Result<std::unique_ptr<Client>> make_client(const RedisUrl& url, base::Executor executor,
                                                  ClientOptions options) {
  auto made = make_tls(url);
  if (!made) return base::fail(std::move(made.error()));
  const Login login{url.user, url.password, url.database, options.name};
  const auto name = "Redis at " + url.shown();
  if (url.kind == RedisUrl::Kind::cluster)
    return make_cluster_client(
        ClusterSettings{executor, url.addresses, std::move(*made), login, options.timeout});
  if (url.kind == RedisUrl::Kind::sentinel)
    return make_server_client(executor, name, through_sentinels(url, std::move(*made), login),
                              options.timeout);
  const Target target{url.addresses.empty() ? RedisUrl::Address{} : url.addresses.front(), url.socket_path};
  auto connect = [target, login, tls = std::move(*made)] { return open_and_log_in(target, tls, login); };
  return make_server_client(executor, name, std::move(connect), options.timeout);
}

base::Task<base::Result<void>> ping(Client& client) {
  Command command{"PING"};
  const auto reply = co_await client.run(std::move(command));
  if (!reply) co_return base::fail(reply.error());
  if (reply->is_error()) co_return base::fail(base::Errc::unavailable, "Redis refuses PING: " + reply->text);
  co_return base::Result<void>{};
}

base::Task<base::Result<void>> await_ready(Client& client, base::Micros at_most) {
  constexpr base::Micros kPause = std::chrono::milliseconds{100};
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (true) {
    auto answered = co_await ping(client);
    if (answered || std::chrono::steady_clock::now() + kPause >= end) co_return answered;
    co_await base::sleep_for(kPause);
  }
}

}  // namespace assay::broker::redis
