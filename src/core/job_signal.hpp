#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace assay::core {

/// Says that a job may be ready, to coroutines that wait for one. Thread-safe.
class JobSignal {
 public:
  /// A job may be ready from now on: waits return at once until `unset`.
  void set();
  /// As set, and wakes everyone who waits.
  void wake();
  /// A claim found nothing.
  void unset();

  /// Returns when it is set, or after `at_most` of real time, or when woken.
  base::Task<void> wait(base::Micros at_most);

 private:
  struct Waiter;
  std::mutex mutex_;
  bool set_ = false;
  std::vector<std::weak_ptr<Waiter>> waiters_;
};

}  // namespace assay::core
