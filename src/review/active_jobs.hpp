#pragma once
#include <mutex>
#include <optional>
#include <stop_token>
#include <unordered_map>

#include "core/ids.hpp"

namespace assay::review {

enum class StopReason {
  cancelled,   ///< the client does not want it any more
  lease_lost,  ///< somebody else may be running it by now
  draining,    ///< this process shuts down
};

/// The jobs this process is running, so that a cancel on any thread reaches the right one. Thread-safe.
class ActiveJobs {
 public:
  std::stop_token add(const core::JobId& job);
  void remove(const core::JobId& job);
  /// Asks the job to stop; the first reason stays. Nothing where it is not running here.
  void stop(const core::JobId& job, StopReason reason);
  void stop_all(StopReason reason);
  std::optional<StopReason> stop_reason(const core::JobId& job) const;

 private:
  struct Entry {
    std::stop_source source;
    std::optional<StopReason> reason;
  };
  mutable std::mutex mutex_;
  std::unordered_map<core::JobId, Entry> jobs_;
};

}  // namespace assay::review
