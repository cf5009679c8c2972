#include "app/serve_options.hpp"

#include <unistd.h>

#include <array>

#include "cli/config/derived.hpp"

namespace assay::app {
namespace {

/// "host:1234": whoever looks into a queue sees which process holds a job.
std::string process_name() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = 0;
  return (host[0] == 0 ? std::string{"worker"} : std::string{host.data()}) + ":" + std::to_string(::getpid());
}

}  // namespace

base::Result<http::SiteOptions> site_options(const cli::Configuration& configuration,
                                             const cli::ListenAddress& address) {
  http::SiteOptions options;
  options.allowed_origins = cli::allowed_origins(configuration);
  options.loopback_only = cli::is_loopback(address);
  const auto proxies = cli::trusted_networks(configuration);
  if (proxies.empty()) return options;
  auto client = http::ClientAddress::trusting(proxies);
  if (!client) return base::fail(client.error());
  options.client_address = std::move(*client);
  return options;
}

http::ServerOptions server_options(const cli::Configuration& configuration, const cli::ListenAddress& address,
                                   const http::ClientAddress& client_address) {
  const auto milliseconds = [](base::Micros time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time);
  };
  http::ServerOptions options;
  options.address = address.host;
  options.port = address.port;
  options.threads = configuration.http.threads;
  options.limits.max_head_bytes = static_cast<std::size_t>(configuration.http.max_header_bytes);
  options.limits.max_body_bytes = static_cast<std::size_t>(configuration.http.max_body_bytes);
  options.limits.max_connections = static_cast<std::size_t>(configuration.http.max_connections);
  constexpr std::int64_t kPerAddress = 1024;
  const auto& per_address = configuration.http.max_connections_per_address;
  options.limits.max_connections_per_address = static_cast<std::size_t>(per_address.value_or(kPerAddress));
  if (!per_address) {
    options.is_exempt = [client_address](std::string_view peer) {
      return http::is_loopback_address(peer) || client_address.is_proxy(peer);
    };
  }
  options.limits.head_timeout = milliseconds(configuration.http.header_timeout);
  options.limits.body_timeout = milliseconds(configuration.http.body_timeout);
  options.limits.idle_timeout = milliseconds(configuration.http.idle_timeout);
  options.limits.write_stall_timeout = milliseconds(configuration.http.write_timeout);
  return options;
}

review::WorkerConfig worker_config(const cli::Configuration& configuration) {
  review::WorkerConfig config;
  config.name = process_name();
  config.concurrency = configuration.worker.concurrency;
  config.drain_grace = configuration.worker.drain_grace;
  config.cache_ttl = configuration.cache.enabled ? configuration.cache.ttl : base::Micros{0};
  return config;
}

review::SweeperConfig sweeper_config(const cli::Configuration& configuration) {
  review::SweeperConfig config;
  config.keep_submissions = configuration.retention.submissions;
  config.keep_code = configuration.retention.code;
  return config;
}

}  // namespace assay::app
