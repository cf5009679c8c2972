#pragma once
#include <cstddef>
#include <memory>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace assay::base {

/// Coroutines that belong together and are joined before what they use goes away; nothing is ever detached
/// for good. Everything happens on the one io_context given; not thread-safe.
class TaskGroup {
 public:
  explicit TaskGroup(Executor executor);
  /// Every task must have been joined.
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts `task`; an exception out of it is a bug and ends the program with a message.
  void spawn(Task<void> task);
  /// Returns when all tasks have ended.
  Task<void> join();
  std::size_t size() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// Lets one coroutine wait for a condition that others on the same io_context bring about. Not thread-safe;
/// other threads post to the io_context first.
class Wakeup {
 public:
  explicit Wakeup(Executor executor);
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  /// Wakes everyone who waits now.
  void notify();
  /// Returns at the next `notify`, or after `at_most`. Check the condition again afterwards.
  Task<void> wait(Micros at_most);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Suspends the coroutine for `time`.
Task<void> sleep_for(Micros time);

}  // namespace assay::base
