#include "broker/rings/loop_waiters.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace assay::broker {
namespace {

using std::chrono::microseconds;
constexpr microseconds kShortestStep{2000};
constexpr microseconds kStepPerWaiter{10};

std::uint64_t next_serial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

boost::asio::execution_context::id LoopWaiters::id;

void Waiter::resume() {
  RingHook::unlink();
  LoopHook::unlink();
  const auto ready = std::move(continuation);
  ready->run();
}

LoopWaiters::LoopWaiters(boost::asio::execution_context& context)
    : service(context),
      context_(static_cast<boost::asio::io_context&>(context)),
      serial_(next_serial()),
      timer_(context_.get_executor()) {}

/// The io_context ends: the waiting coroutines are destroyed, not resumed.
void LoopWaiters::shutdown() {
  while (!waiters_.empty()) {
    auto& waiter = waiters_.front();
    waiter.RingHook::unlink();
    waiter.LoopHook::unlink();
    const auto dropped = std::move(waiter.continuation);
  }
  timer_.reset();
}

void LoopWaiters::add(Waiter& waiter) {
  waiters_.push_back(waiter);
  arm(waiter.deadline);
}

void LoopWaiters::rest_if_idle() {
  if (!waiters_.empty() || !timer_ || armed_for_ == Time::max()) return;
  armed_for_ = Time::max();
  timer_->cancel();
}

void LoopWaiters::arm(Time wanted) {
  if (!timer_) return;
  wanted = std::max<Time>(wanted, swept_ + kShortestStep + static_cast<int>(last_count_) * kStepPerWaiter);
  if (wanted >= armed_for_) return;
  armed_for_ = wanted;
  timer_->expires_at(wanted);
  timer_->async_wait([this](const boost::system::error_code& error) {
    if (!error) sweep();
  });
}

void LoopWaiters::sweep() {
  armed_for_ = Time::max();
  swept_ = std::chrono::steady_clock::now();
  auto earliest = Time::max();
  std::size_t count = 0;
  decltype(waiters_) expired;
  for (auto at = waiters_.begin(); at != waiters_.end();) {
    auto& waiter = *at++;
    if (waiter.deadline <= swept_) {
      waiter.LoopHook::unlink();
      expired.push_back(waiter);
      continue;
    }
    earliest = std::min(earliest, waiter.deadline);
    ++count;
  }
  last_count_ = count;
  if (!waiters_.empty()) arm(earliest);
  // Those that wait again at once arm the timer themselves.
  while (!expired.empty()) expired.front().resume();
}

}  // namespace assay::broker
