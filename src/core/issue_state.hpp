#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace assay::core {

/// What people said of a finding. dismissed: not a problem, or accepted as it is; fixed: taken care of.
enum class IssueStatus : std::uint8_t { open, dismissed, fixed };
std::string_view to_string(IssueStatus status);
std::optional<IssueStatus> parse_issue_status(std::string_view name);

struct IssueState {
  IssueStatus status = IssueStatus::open;
  std::string reason;                 ///< may be empty
  std::string by;                     ///< name of the key; empty where access control is off
  std::optional<base::Timestamp> at;  ///< absent: nothing was ever said
  bool operator==(const IssueState&) const = default;
};

/// States by the fingerprint of the issue, of which something was said.
using IssueStates = std::map<std::string, IssueState, std::less<>>;

}  // namespace assay::core
