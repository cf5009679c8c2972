#include "app/stop_signal.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace assay::app {
namespace {

bool has_terminal() {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal >= 0) ::close(terminal);
  return terminal >= 0;
}

bool is_ignored(int signal) {
  struct sigaction action{};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

StopSignal::StopSignal(bool can_reload) : signals_{}, hangup_reloads_(can_reload || !has_terminal()) {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  if (hangup_reloads_ || !is_ignored(SIGHUP)) sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

int StopSignal::wait(const std::function<void()>& reload) {
  int signal = 0;
  while (sigwait(&signals_, &signal) != 0 || (signal == SIGHUP && hangup_reloads_)) {
    if (signal == SIGHUP) reload();
  }
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  return signal;
}

}  // namespace assay::app
