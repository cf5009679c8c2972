#include "cli/config/derived.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>

#include "cli/config/value_text.hpp"

namespace assay::cli {
namespace {

constexpr std::array kPrivateNetworks = {"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                         "::1/128",     "fc00::/7",   "fe80::/10"};

}  // namespace

bool has_provider(const LoadedConfiguration& loaded) { return !loaded.values.llm.providers.empty(); }

std::vector<std::string> reviewers_in_force(const LoadedConfiguration& loaded) {
  const auto& chosen = loaded.values.reviewers;
  const auto wanted = [&](const std::string& name) {
    return std::ranges::find(chosen, name) != chosen.end();
  };
  std::vector<std::string> out;
  if (chosen.empty() || wanted("static")) out.emplace_back("static");
  if (chosen.empty() ? has_provider(loaded) : wanted("llm")) out.emplace_back("llm");
  return out;
}

std::vector<std::string> allowed_origins(const Configuration& configuration) {
  std::vector<std::string> out = {"http://localhost:5173", "http://127.0.0.1:5173"};
  const auto add = [&](const std::string& url) {
    auto origin = parse_origin(url);
    if (origin && std::ranges::find(out, *origin) == out.end()) out.push_back(std::move(*origin));
  };
  add(configuration.http.frontend_url);
  for (const auto& url : configuration.http.cors_origins) add(url);
  return out;
}

std::vector<std::string> trusted_networks(const Configuration& configuration) {
  if (!configuration.http.trust_proxy_headers) return {};
  if (!configuration.http.trusted_proxies.empty()) return configuration.http.trusted_proxies;
  return {kPrivateNetworks.begin(), kPrivateNetworks.end()};
}

std::string to_string(const ListenAddress& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

bool is_loopback(const ListenAddress& address) {
  boost::system::error_code failed;
  const auto parsed = boost::asio::ip::make_address(address.host, failed);
  return !failed && parsed.is_loopback();
}

std::string listen_problem(const LoadedConfiguration& loaded, std::string_view key,
                           const ListenAddress& address) {
  const bool open = loaded.values.access.mode == AccessMode::off;
  if (open && !is_loopback(address) && !loaded.values.allow_open) {
    return std::string{key} + " (" + loaded.origin_of(key).name + "): " + to_string(address) +
           " can be reached from other machines and there is no access control: make a key with `assay key "
           "create --scope admin` and add --access keys, or add --allow-open if everybody may use it";
  }
  const auto& tls = loaded.values.tls;
  if (tls.cert.empty() != tls.key.empty()) {
    const std::string there = tls.cert.empty() ? "tls.key" : "tls.cert";
    return there + " (" + loaded.origin_of(there).name + "): HTTPS needs both --tls-cert and --tls-key";
  }
  return {};
}

bool is_scale_out(const Configuration& configuration) {
  return !configuration.scale_out.redis_url.empty() && !configuration.scale_out.mongodb_uri.empty();
}

std::string scale_out_problem(const LoadedConfiguration& loaded) {
  const auto& settings = loaded.values.scale_out;
  if (settings.redis_url.empty() == settings.mongodb_uri.empty()) return {};
  const bool has_redis = !settings.redis_url.empty();
  const std::string there = has_redis ? "redis.url" : "mongodb.uri";
  return there + " (" + loaded.origin_of(there).name + ") is set, but " +
         (has_redis ? "mongodb.uri (MONGODB_URI)" : "redis.url (REDIS_URL)") +
         " is not: several processes need both, one process alone neither";
}

}  // namespace assay::cli
