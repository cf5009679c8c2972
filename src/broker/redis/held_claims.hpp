#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/ports/job_queue.hpp"

namespace assay::broker::redis {

/// A claim with what a queue that lost it must be told.
struct HeldClaim {
  core::Claim claim;
  core::Scope scope;
  std::string worker;
  base::Micros lease{0};
  base::Micros until{0};  ///< on this process' steady clock
};

/// What this process holds of the queue, so that it can say so when the queue has forgotten it. Thread-safe.
class HeldClaims {
 public:
  void hold(HeldClaim held);
  /// False where it was not held.
  bool let_go(const core::JobId& job);
  /// Nothing where it is not held under that fence.
  std::optional<HeldClaim> find(const core::JobId& job, core::Fence fence) const;
  void renew(const core::JobId& job, core::Fence fence, base::Micros lease, base::Micros until);
  /// Those whose lease is not over; the others are let go: their worker has dropped them.
  std::vector<HeldClaim> alive(base::Micros now);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<core::JobId, HeldClaim> held_;
};

}  // namespace assay::broker::redis
