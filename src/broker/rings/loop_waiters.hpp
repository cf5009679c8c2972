#pragma once
#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/task.hpp"

namespace assay::broker {

struct ByWakeUp;
struct ByLoop;
using AutoUnlink = boost::intrusive::link_mode<boost::intrusive::auto_unlink>;

/// What goes on when a wait is over; destroyed without a call where its io_context ends first.
class Continuation {
 public:
  virtual ~Continuation() = default;
  virtual void run() = 0;
};

/// One coroutine that waits for events of a ring. Lives in its subscription; touched on its loop's thread
/// only.
struct Waiter : boost::intrusive::list_base_hook<boost::intrusive::tag<ByWakeUp>, AutoUnlink>,
                boost::intrusive::list_base_hook<boost::intrusive::tag<ByLoop>, AutoUnlink> {
  using RingHook = boost::intrusive::list_base_hook<boost::intrusive::tag<ByWakeUp>, AutoUnlink>;
  using LoopHook = boost::intrusive::list_base_hook<boost::intrusive::tag<ByLoop>, AutoUnlink>;

  std::chrono::steady_clock::time_point deadline;
  std::unique_ptr<Continuation> continuation;

  bool waiting() const { return LoopHook::is_linked(); }
  /// Takes it out of all lists and goes on with the coroutine, here and now.
  void resume();
};
using RingWaiters = boost::intrusive::list<Waiter, boost::intrusive::base_hook<Waiter::RingHook>,
                                           boost::intrusive::constant_time_size<false>>;

/// All waiters of one io_context: ends waits whose time is over with one timer for all of them. A service of
/// the io_context, so that it goes away with it. Its timer's steps get longer with the number of waiters
/// (about 10 us for each), so that looking through them stays cheap.
class LoopWaiters final : public boost::asio::execution_context::service {
 public:
  using key_type = LoopWaiters;
  static boost::asio::execution_context::id id;

  explicit LoopWaiters(boost::asio::execution_context& context);
  void shutdown() override;

  void add(Waiter& waiter);
  /// Lets the io_context run out of work where nobody waits any more.
  void rest_if_idle();
  boost::asio::io_context& context() { return context_; }
  /// Tells loops apart even where a later one has the address of an earlier one.
  std::uint64_t serial() const { return serial_; }

 private:
  using Time = std::chrono::steady_clock::time_point;
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>, base::Executor>;

  void arm(Time wanted);
  void sweep();

  boost::asio::io_context& context_;
  std::uint64_t serial_;
  boost::intrusive::list<Waiter, boost::intrusive::base_hook<Waiter::LoopHook>,
                         boost::intrusive::constant_time_size<false>>
      waiters_;
  std::optional<Timer> timer_;
  Time armed_for_ = Time::max();
  Time swept_{};
  std::size_t last_count_ = 0;
};

}  // namespace assay::broker
