#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace assay::core {

/// Where a submission or its job stands. The last three are terminal and never change.
enum class Status : std::uint8_t { pending, in_progress, completed, failed, cancelled };
inline constexpr std::array kStatuses = {Status::pending, Status::in_progress, Status::completed,
                                         Status::failed, Status::cancelled};

enum class LifecycleEvent : std::uint8_t {
  claim,    ///< a worker took the job
  retry,    ///< an attempt failed and another one will follow
  release,  ///< handed back (drain, lost worker, lease over): charges no attempt
  succeed,
  fail,  ///< for good
  cancel,
};

std::string_view to_string(Status status);
std::string_view to_string(LifecycleEvent event);
std::optional<Status> parse_status(std::string_view name);

constexpr bool is_terminal(Status status) { return status >= Status::completed; }

/// The only place that says what may follow what; every store and queue uses it. `conflict` where the event
/// is not allowed in that state.
base::Result<Status> transition(Status from, LifecycleEvent event);

}  // namespace assay::core
