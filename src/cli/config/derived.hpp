#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/config/loaded_configuration.hpp"

namespace assay::cli {

/// Names of the reviewers in force, in the order they run: those of the setting `reviewers`; where it is
/// empty "static", and "llm" if a provider is in force.
std::vector<std::string> reviewers_in_force(const LoadedConfiguration& loaded);

/// True where an llm reviewer can be built: there is a provider in force (providers.hpp).
bool has_provider(const LoadedConfiguration& loaded);

/// Origins that browsers may call from: the two of a local Vite server, the origin of frontend_url,
/// cors_origins. In canonical form (lower case, no default port, no path), each once.
std::vector<std::string> allowed_origins(const Configuration& configuration);

/// Networks whose forwarded headers are believed; empty where none are. With trust_proxy_headers and no list:
/// the private and loopback networks.
std::vector<std::string> trusted_networks(const Configuration& configuration);

/// Redis and MongoDB instead of the data folder.
bool is_scale_out(const Configuration& configuration);
/// Why the settings of the scale-out mode can't be as they are; empty where they can.
std::string scale_out_problem(const LoadedConfiguration& loaded);

/// Why `address`, the value of the setting `key`, can't be listened on under these settings: it can be
/// reached from elsewhere without access control, or half of what HTTPS needs is missing. Empty where it can.
std::string listen_problem(const LoadedConfiguration& loaded, std::string_view key,
                           const ListenAddress& address);

/// "127.0.0.1:8080", "[::1]:8080".
std::string to_string(const ListenAddress& address);
bool is_loopback(const ListenAddress& address);

}  // namespace assay::cli
