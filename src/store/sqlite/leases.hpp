#pragma once
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"

namespace assay::store {

/// Who holds which job until when, on the steady clock. In memory only: when the process is gone so are its
/// workers, and every job that the database shows as running was interrupted. Thread-safe.
class Leases {
 public:
  struct Lease {
    core::JobId job;
    core::Fence fence{};
  };

  void grant(const core::JobId& job, core::Fence fence, base::Micros until);
  /// False where it is not held under that fence.
  bool extend(const core::JobId& job, core::Fence fence, base::Micros until);
  /// Whatever its fence.
  void end(const core::JobId& job);
  /// Nothing happens where it is held under another fence by now.
  void end(const core::JobId& job, core::Fence fence);
  std::vector<Lease> expired(base::Micros now) const;
  /// When the first one ends.
  std::optional<base::Micros> next_end() const;

 private:
  struct Held {
    core::Fence fence{};
    base::Micros until{0};
  };
  mutable std::mutex mutex_;
  std::unordered_map<core::JobId, Held> held_;
};

}  // namespace assay::store
