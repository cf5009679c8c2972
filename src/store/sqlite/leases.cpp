#include "store/sqlite/leases.hpp"

#include <algorithm>

namespace assay::store {

using base::Micros;

void Leases::grant(const core::JobId& job, core::Fence fence, Micros until) {
  const std::scoped_lock lock{mutex_};
  held_.insert_or_assign(job, Held{fence, until});
}

bool Leases::extend(const core::JobId& job, core::Fence fence, Micros until) {
  const std::scoped_lock lock{mutex_};
  const auto found = held_.find(job);
  if (found == held_.end() || found->second.fence != fence) return false;
  found->second.until = until;
  return true;
}

void Leases::end(const core::JobId& job) {
  const std::scoped_lock lock{mutex_};
  held_.erase(job);
}

void Leases::end(const core::JobId& job, core::Fence fence) {
  const std::scoped_lock lock{mutex_};
  const auto found = held_.find(job);
  if (found != held_.end() && found->second.fence == fence) held_.erase(found);
}

std::vector<Leases::Lease> Leases::expired(Micros now) const {
  const std::scoped_lock lock{mutex_};
  std::vector<Lease> over;
  for (const auto& [job, held] : held_) {
    if (held.until <= now) over.push_back({job, held.fence});
  }
  return over;
}

std::optional<Micros> Leases::next_end() const {
  const std::scoped_lock lock{mutex_};
  std::optional<Micros> next;
  for (const auto& [job, held] : held_) next = next ? std::min(*next, held.until) : held.until;
  return next;
}

}  // namespace assay::store
