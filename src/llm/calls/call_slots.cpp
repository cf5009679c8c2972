#include "llm/calls/call_slots.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/task_group.hpp"

namespace assay::llm {

struct CallSlots::Waiter {
  explicit Waiter(base::Executor executor) : wakeup(executor) {}
  base::Wakeup wakeup;
  bool let_in = false;
};

base::Task<CallSlots::Slot> CallSlots::enter(std::stop_token stop) {
  if (stop.stop_requested()) co_return Slot{};
  if (free_ > 0) {
    --free_;
    co_return Slot{this};
  }
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(executor);
  waiters_.push_back(waiter);
  // The token may be set by another thread.
  const auto wake = [executor, waiter] {
    boost::asio::post(executor, [waiter] { waiter->wakeup.notify(); });
  };
  const std::stop_callback on_stop(stop, wake);
  while (!waiter->let_in && !stop.stop_requested()) co_await waiter->wakeup.wait(std::chrono::hours{1});
  if (waiter->let_in) co_return Slot{this};
  std::erase(waiters_, waiter);
  co_return Slot{};
}

void CallSlots::leave() {
  if (waiters_.empty()) {
    ++free_;
    return;
  }
  // The place goes from hand to hand, so that nobody slips in between.
  waiters_.front()->let_in = true;
  waiters_.front()->wakeup.notify();
  waiters_.pop_front();
}

}  // namespace assay::llm
