#include "store/sqlite/delayed_jobs.hpp"

#include <algorithm>

namespace assay::store {

using base::Micros;

void DelayedJobs::add(Entry entry, Micros due) {
  const std::scoped_lock lock{mutex_};
  by_due_.emplace(due, entry);
}

std::vector<DelayedJobs::Entry> DelayedJobs::due(Micros now) const {
  const std::scoped_lock lock{mutex_};
  std::vector<Entry> entries;
  for (auto entry = by_due_.begin(); entry != by_due_.upper_bound(now); ++entry)
    entries.push_back(entry->second);
  return entries;
}

void DelayedJobs::drop(const std::vector<Entry>& entries) {
  const std::scoped_lock lock{mutex_};
  // They were due, so they are the first ones: each is found after a few steps.
  for (const auto& entry : entries) {
    const auto found = std::ranges::find(by_due_, entry, [](const auto& item) { return item.second; });
    if (found != by_due_.end()) by_due_.erase(found);
  }
}

std::optional<Micros> DelayedJobs::next_due() const {
  const std::scoped_lock lock{mutex_};
  if (by_due_.empty()) return std::nullopt;
  return by_due_.begin()->first;
}

}  // namespace assay::store
