#include "broker/redis/queue_signals.hpp"

#include <utility>

namespace assay::broker::redis {

void QueueSignals::hear(std::string_view message) {
  constexpr std::string_view kCancelled = "cancelled ";
  if (message.starts_with(kCancelled)) {
    const core::JobId job{std::string{message.substr(kCancelled.size())}};
    if (!held.let_go(job)) return;
    const std::scoped_lock lock{mutex_};
    if (lost_) lost_(job);
    return;
  }
  // Empty: the connection was lost, and with it perhaps a message.
  if (message.empty() || message == "wiped") forgotten.wake();
  if (message != "wiped") wake();
}

void QueueSignals::tell_of_lost(std::function<void(const core::JobId&)> lost) {
  const std::scoped_lock lock{mutex_};
  lost_ = std::move(lost);
}

}  // namespace assay::broker::redis
