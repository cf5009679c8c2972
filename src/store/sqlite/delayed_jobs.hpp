#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace assay::store {

/// When jobs that wait for another attempt are due, on the steady clock, so that a jump of the wall clock
/// neither hastens nor stalls them. The database keeps the wall time for the next start. Thread-safe.
class DelayedJobs {
 public:
  /// One delay of one job: `not_before` is what the database says, so that an entry whose job is gone or was
  /// delayed anew matches nothing.
  struct Entry {
    std::int64_t seq = 0;
    base::Timestamp not_before;
    bool operator==(const Entry&) const = default;
  };

  void add(Entry entry, base::Micros due);
  std::vector<Entry> due(base::Micros now) const;
  void drop(const std::vector<Entry>& entries);
  std::optional<base::Micros> next_due() const;

 private:
  mutable std::mutex mutex_;
  std::multimap<base::Micros, Entry> by_due_;
};

}  // namespace assay::store
