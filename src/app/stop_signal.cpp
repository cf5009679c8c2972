#include "app/stop_signal.hpp"

namespace assay::app {

StopSignal::StopSignal(Hangup hangup) : signals_{} {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  if (hangup == Hangup::reloads) sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

int StopSignal::wait(const std::function<void()>& reload) {
  int signal = 0;
  while (sigwait(&signals_, &signal) != 0 || signal == SIGHUP) {
    if (signal == SIGHUP) reload();
  }
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  return signal;
}

}  // namespace assay::app
