#pragma once
#include <atomic>
#include <functional>
#include <mutex>

namespace assay::store {

/// That this process submitted or finished something: the store says so, MongoUpkeep wants to know.
/// Thread-safe; outlives both.
class MongoNews {
 public:
  /// Costs nothing where it was said already and nobody has looked since.
  void note() {
    if (there_are_.exchange(true)) return;
    const std::scoped_lock lock{mutex_};
    if (wake_) wake_();
  }
  /// Whether there were any since the last call.
  bool take() { return there_are_.exchange(false); }
  /// `wake` is called, on any thread, for the first news after each `take`; an empty one ends that.
  void listen(std::function<void()> wake) {
    const std::scoped_lock lock{mutex_};
    wake_ = std::move(wake);
  }

 private:
  std::atomic<bool> there_are_{false};
  std::mutex mutex_;
  std::function<void()> wake_;
};

}  // namespace assay::store
