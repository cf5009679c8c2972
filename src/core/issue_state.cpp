#include "core/issue_state.hpp"

#include <array>

namespace assay::core {
namespace {
constexpr std::array<std::string_view, 3> kNames = {"open", "dismissed", "fixed"};
}  // namespace

std::string_view to_string(IssueStatus status) { return kNames[static_cast<std::size_t>(status)]; }

std::optional<IssueStatus> parse_issue_status(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<IssueStatus>(i);
  }
  return std::nullopt;
}

}  // namespace assay::core
