#pragma once
#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/delayed_jobs.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// What opening finds.
struct Recovered {
  std::int64_t epoch = 0;  ///< for Fences; larger than ever before
  int interrupted = 0;     ///< jobs that were running; they run again, each alone
  int poisonous = 0;       ///< jobs that failed for good now
  int unfinished = 0;
  std::vector<DelayedJobs::Entry> delayed;
};

/// The first transaction of a process: a new epoch; every job that the last process left running becomes a
/// suspect that is ready again, without an attempt charged, or fails if it killed its process too often.
base::Result<Recovered> recover(WriteTransaction& tx, base::Timestamp now);

}  // namespace assay::store
