#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>

#include "base/clock.hpp"
#include "broker/redis/held_claims.hpp"
#include "core/job_signal.hpp"

namespace assay::broker::redis {

/// What a process has heard of its queue, and what it holds of it. Thread-safe.
struct QueueSignals {
  core::JobSignal jobs;
  core::JobSignal forgotten;  ///< Redis may not know any more what this process holds
  std::atomic<std::uint64_t> wake_ups{0};
  std::atomic<base::Micros> next{
      base::Micros::max()};  ///< when, on the steady clock, a delay or a lease ends

  HeldClaims held;

  void wake() {
    ++wake_ups;
    jobs.wake();
  }
  /// A message on the queue's channel (scripts/queue.lua).
  void hear(std::string_view message);
  /// Who is told of jobs that others ended; empty: nobody. Waits for a call under way.
  void tell_of_lost(std::function<void(const core::JobId&)> lost);

 private:
  std::mutex mutex_;
  std::function<void(const core::JobId&)> lost_;
};

}  // namespace assay::broker::redis
