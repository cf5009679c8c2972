#pragma once
#include <atomic>
#include <chrono>

namespace assay::base {

using Micros = std::chrono::microseconds;
/// A moment in UTC, microseconds since the Unix epoch: what is stored and shown.
using Timestamp = std::chrono::sys_time<Micros>;

/// Where time comes from. Injected, so that tests set it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall time; can jump. For what is stored and shown.
  virtual Timestamp now() const = 0;
  /// Time since some fixed start that never goes back. For durations, leases and limits.
  virtual Micros steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
  Micros steady() const override;
};

/// A clock that stands still until a test moves it. Wall and steady time can be moved apart (clock jumps).
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start = Timestamp{std::chrono::days{20'000}})
      : wall_(start.time_since_epoch()) {}
  Timestamp now() const override { return Timestamp{wall_.load()}; }
  Micros steady() const override { return steady_.load(); }
  void advance(Micros by) {
    wall_ = wall_.load() + by;
    steady_ = steady_.load() + by;
  }
  void jump_wall(Micros by) { wall_ = wall_.load() + by; }

 private:
  std::atomic<Micros> wall_;
  std::atomic<Micros> steady_{Micros{1'000'000}};
};

}  // namespace assay::base
