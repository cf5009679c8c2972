#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay::http {

/// Refuses requests whose Host is not one of ours: a page of a foreign name that was made to resolve to this
/// machine (DNS rebinding) must not reach a server that trusts whoever can connect.
class HostGuard {
 public:
  /// Lets everything pass.
  HostGuard() = default;
  /// Only localhost, loopback addresses and `hosts` (names or addresses without a port).
  static HostGuard only_loopback_and(const std::vector<std::string>& hosts);

  /// `host`: value of Host, with or without a port.
  bool allows(std::string_view host) const;

 private:
  bool active_ = false;
  std::vector<std::string> hosts_;
};

}  // namespace assay::http
