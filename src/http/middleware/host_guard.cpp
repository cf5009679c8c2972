#include "http/middleware/host_guard.hpp"

#include <algorithm>

#include "http/middleware/client_address.hpp"
#include "http/request.hpp"

namespace assay::http {
namespace {

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

HostGuard HostGuard::only_loopback_and(const std::vector<std::string>& hosts) {
  HostGuard guard;
  guard.active_ = true;
  guard.hosts_ = hosts;
  return guard;
}

bool HostGuard::allows(std::string_view host) const {
  if (!active_) return true;
  auto name = without_port(host);
  if (name.ends_with('.')) name.remove_suffix(1);
  // The usual names first: this runs for every request.
  if (name == "127.0.0.1" || equals_ignoring_case(name, "localhost") || is_loopback_address(name))
    return true;
  return std::ranges::any_of(hosts_,
                             [&](const std::string& known) { return equals_ignoring_case(name, known); });
}

}  // namespace assay::http
