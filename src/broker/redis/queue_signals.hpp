#pragma once
#include <atomic>
#include <cstdint>

#include "base/clock.hpp"
#include "core/job_signal.hpp"

namespace assay::broker::redis {

/// What a process has heard of its queue. Thread-safe.
struct QueueSignals {
  core::JobSignal jobs;
  core::JobSignal forgotten;  ///< Redis may not know any more what this process holds
  std::atomic<std::uint64_t> wake_ups{0};
  std::atomic<base::Micros> next{
      base::Micros::max()};  ///< when, on the steady clock, a delay or a lease ends

  void wake() {
    ++wake_ups;
    jobs.wake();
  }
};

}  // namespace assay::broker::redis
