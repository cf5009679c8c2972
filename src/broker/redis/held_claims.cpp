#include "broker/redis/held_claims.hpp"

#include <utility>

namespace assay::broker::redis {

void HeldClaims::hold(HeldClaim held) {
  const std::scoped_lock lock{mutex_};
  auto job = held.claim.job;
  held_.insert_or_assign(std::move(job), std::move(held));
}

bool HeldClaims::let_go(const core::JobId& job) {
  const std::scoped_lock lock{mutex_};
  return held_.erase(job) != 0;
}

std::optional<HeldClaim> HeldClaims::find(const core::JobId& job, core::Fence fence) const {
  const std::scoped_lock lock{mutex_};
  const auto found = held_.find(job);
  if (found == held_.end() || found->second.claim.fence != fence) return std::nullopt;
  return found->second;
}

void HeldClaims::renew(const core::JobId& job, core::Fence fence, base::Micros lease, base::Micros until) {
  const std::scoped_lock lock{mutex_};
  const auto found = held_.find(job);
  if (found == held_.end() || found->second.claim.fence != fence) return;
  found->second.lease = lease;
  found->second.until = until;
}

std::vector<HeldClaim> HeldClaims::alive(base::Micros now) {
  const std::scoped_lock lock{mutex_};
  std::erase_if(held_, [now](const auto& item) { return item.second.until <= now; });
  std::vector<HeldClaim> alive;
  for (const auto& [job, held] : held_) alive.push_back(held);
  return alive;
}

}  // namespace assay::broker::redis
