#include "core/lifecycle.hpp"

#include <string>

namespace assay::core {

std::string_view to_string(Status status) {
  switch (status) {
    case Status::pending:
      return "pending";
    case Status::in_progress:
      return "in_progress";
    case Status::completed:
      return "completed";
    case Status::failed:
      return "failed";
    case Status::cancelled:
      return "cancelled";
  }
  return "failed";
}

std::string_view to_string(LifecycleEvent event) {
  switch (event) {
    case LifecycleEvent::claim:
      return "claim";
    case LifecycleEvent::retry:
      return "retry";
    case LifecycleEvent::release:
      return "release";
    case LifecycleEvent::succeed:
      return "succeed";
    case LifecycleEvent::fail:
      return "fail";
    case LifecycleEvent::cancel:
      return "cancel";
  }
  return "cancel";
}

std::optional<Status> parse_status(std::string_view name) {
  for (const auto status : kStatuses) {
    if (to_string(status) == name) return status;
  }
  return std::nullopt;
}

base::Result<Status> transition(Status from, LifecycleEvent event) {
  const auto refuse = [&] {
    return base::fail(base::Errc::conflict, std::string{to_string(event)} + " is not possible while " +
                                                std::string{to_string(from)});
  };
  if (is_terminal(from)) {
    return base::fail(base::Errc::conflict,
                      "The submission is " + std::string{to_string(from)} + " already.");
  }
  switch (event) {
    case LifecycleEvent::claim:
      if (from == Status::pending) return Status::in_progress;
      return refuse();
    case LifecycleEvent::retry:
    case LifecycleEvent::release:
      if (from == Status::in_progress) return Status::pending;
      return refuse();
    case LifecycleEvent::succeed:
      if (from == Status::in_progress) return Status::completed;
      return refuse();
    // A pending job can fail for good too: one that killed its process too often is not claimed again.
    case LifecycleEvent::fail:
      return Status::failed;
    case LifecycleEvent::cancel:
      return Status::cancelled;
  }
  return refuse();
}

}  // namespace assay::core
