#include "base/task_group.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <exception>

#include "base/log.hpp"

namespace assay::base {
namespace asio = boost::asio;
namespace {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

[[noreturn]] void die_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    log::error("a task ended with an exception", {{"what", exception.what()}});
  } catch (...) {
    log::error("a task ended with an exception of unknown type");
  }
  std::abort();
}

}  // namespace

struct Wakeup::Impl {
  Timer timer;
};

Wakeup::Wakeup(Executor executor) : impl_(new Impl{Timer{executor}}) {
  impl_->timer.expires_at(Timer::time_point::max());
}
Wakeup::~Wakeup() = default;

void Wakeup::notify() { impl_->timer.cancel(); }

Task<void> Wakeup::wait(Micros at_most) {
  // One timer for all waiters: its expiry is the shortest wish, which only makes for early returns.
  const auto wish = std::chrono::steady_clock::now() + at_most;
  boost::system::error_code ignored;
  if (impl_->timer.expiry() <= std::chrono::steady_clock::now() || impl_->timer.expiry() > wish)
    impl_->timer.expires_at(wish);
  auto token = asio::redirect_error(asio::use_awaitable_t<Executor>{}, ignored);
  co_await impl_->timer.async_wait(std::move(token));
}

struct TaskGroup::Impl {
  explicit Impl(Executor where) : executor(where), ended(where) {}
  Executor executor;
  Wakeup ended;
  std::size_t running = 0;
};

TaskGroup::TaskGroup(Executor executor) : impl_(std::make_shared<Impl>(executor)) {}

TaskGroup::~TaskGroup() {
  if (impl_->running != 0 && !impl_->executor.context().stopped()) {
    log::error("a task group was destroyed with tasks in it", {{"tasks", impl_->running}});
  }
}

void TaskGroup::spawn(Task<void> task) {
  ++impl_->running;
  asio::co_spawn(impl_->executor, std::move(task), [impl = impl_](const std::exception_ptr& error) {
    if (error) die_of(error);
    --impl->running;
    impl->ended.notify();
  });
}

Task<void> TaskGroup::join() {
  const auto impl = impl_;
  while (impl->running != 0) co_await impl->ended.wait(std::chrono::hours{1});
}

std::size_t TaskGroup::size() const { return impl_->running; }

Task<void> sleep_for(Micros time) {
  Timer timer{co_await asio::this_coro::executor};
  timer.expires_after(time);
  boost::system::error_code ignored;
  auto token = asio::redirect_error(asio::use_awaitable_t<Executor>{}, ignored);
  co_await timer.async_wait(std::move(token));
}

}  // namespace assay::base
