#pragma once
#include <csignal>
#include <functional>

namespace assay::app {

/// SIGINT and SIGTERM, and SIGHUP where it is wanted, taken synchronously by one thread. Make it before any
/// other thread, so that they inherit the mask.
class StopSignal {
 public:
  enum class Hangup { ends, reloads };
  explicit StopSignal(Hangup hangup);
  /// Blocks until one comes that ends the process; each SIGHUP before that runs `reload`. From then on a
  /// second one ends the process at once, as usual.
  int wait(const std::function<void()>& reload);

 private:
  sigset_t signals_;
};

}  // namespace assay::app
