#pragma once
#include <csignal>
#include <functional>

namespace assay::app {

/// SIGINT, SIGTERM and SIGHUP, taken synchronously by one thread. Make it before any other thread, so that
/// they inherit the mask.
class StopSignal {
 public:
  /// SIGHUP asks for a reload where `can_reload`, and of a service, which nobody at a terminal started: its
  /// manager means no more by it, also where there is nothing to read again. Otherwise the terminal is gone,
  /// and it ends the process as SIGTERM does, unless nohup says otherwise.
  explicit StopSignal(bool can_reload);
  /// Blocks until one comes that ends the process; each SIGHUP that does not runs `reload`. From then on a
  /// second one ends the process at once, as usual.
  int wait(const std::function<void()>& reload);

 private:
  sigset_t signals_;
  bool hangup_reloads_;
};

}  // namespace assay::app
