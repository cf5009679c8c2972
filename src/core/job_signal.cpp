#include "core/job_signal.hpp"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

namespace assay::core {

namespace asio = boost::asio;

struct JobSignal::Waiter {
  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, base::Executor>;
  explicit Waiter(base::Executor executor) : home(executor), timer(executor) {}
  base::Executor home;
  Timer timer;
};

void JobSignal::set() {
  const std::scoped_lock lock{mutex_};
  set_ = true;
}

void JobSignal::wake() {
  std::vector<std::weak_ptr<Waiter>> waiters;
  {
    const std::scoped_lock lock{mutex_};
    set_ = true;
    waiters = std::exchange(waiters_, {});
  }
  for (const auto& weak : waiters) {
    const auto waiter = weak.lock();
    if (!waiter) continue;
    // A timer is not thread-safe: it is cancelled where it waits.
    asio::post(waiter->home, [waiter] { waiter->timer.cancel(); });
  }
}

void JobSignal::unset() {
  const std::scoped_lock lock{mutex_};
  set_ = false;
}

base::Task<void> JobSignal::wait(base::Micros at_most) {
  const base::Executor home = co_await asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(home);
  waiter->timer.expires_after(std::max(at_most, base::Micros{0}));
  {
    const std::scoped_lock lock{mutex_};
    if (set_) co_return;
    std::erase_if(waiters_, [](const auto& weak) { return weak.expired(); });
    waiters_.push_back(waiter);
  }
  boost::system::error_code ignored;
  const asio::use_awaitable_t<base::Executor> token;
  co_await waiter->timer.async_wait(asio::redirect_error(token, ignored));
}

}  // namespace assay::core
