#include "broker/local/event_subscription.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace assay::broker {
namespace asio = boost::asio;
namespace {

using Token = asio::use_awaitable_t<base::Executor>;

template <class Handler>
class HandlerContinuation final : public Continuation {
 public:
  explicit HandlerContinuation(Handler handler) : handler_(std::move(handler)) {}
  void run() override { std::move(handler_)(); }

 private:
  Handler handler_;
};

/// Starts the wait: the coroutine's continuation goes into the lists.
struct Park {
  template <class Handler>
  void operator()(Handler&& handler, LoopWaiters* loop, RingWaiters* ring_waiters, Waiter* waiter) const {
    using Stored = HandlerContinuation<std::decay_t<Handler>>;
    waiter->continuation = std::make_unique<Stored>(std::forward<Handler>(handler));
    ring_waiters->push_back(*waiter);
    loop->add(*waiter);
  }
};

}  // namespace

RingSubscription::RingSubscription(std::shared_ptr<HubState> state, HubState::RingPtr ring,
                                   std::uint64_t next, bool gap)
    : state_(std::move(state)), ring_(std::move(ring)), next_(next), gap_(gap) {}

RingSubscription::RingSubscription(std::shared_ptr<HubState> state, core::SubmissionId submission,
                                   HubState::ChannelPtr channel, std::uint64_t next, bool gap)
    : state_(std::move(state)),
      ring_(channel->ring),
      next_(next),
      channel_(std::move(channel)),
      submission_(std::move(submission)),
      gap_(gap) {}

RingSubscription::~RingSubscription() {
  if (!channel_) return;
  const std::lock_guard lock{state_->mutex};
  // The place of a submission without a job goes with its last reader: the map's reference and ours are left.
  const auto found = state_->channels.find(submission_);
  if (found == state_->channels.end() || found->second != channel_) return;
  if (!channel_->has_job && channel_.use_count() == 2) state_->channels.erase(found);
}

core::EventBatch RingSubscription::read(std::size_t max_frames) {
  const std::lock_guard lock{state_->mutex};
  core::EventBatch batch;
  if (channel_ && ring_ != channel_->ring) {
    ring_ = channel_->ring;
    next_ = 1;
  }
  batch.gap = std::exchange(gap_, false);
  if (channel_ && channel_->own_end) {
    if (!std::exchange(own_end_sent_, true)) batch.frames.push_back(channel_->own_end);
    batch.ended = true;
    return batch;
  }
  if (next_ < ring_->first()) {
    batch.gap = true;
    next_ = ring_->first();
  }
  while (next_ < ring_->next() && batch.frames.size() < max_frames)
    batch.frames.push_back(ring_->at(next_++));
  batch.ended = ring_->ended() && next_ == ring_->next();
  return batch;
}

bool RingSubscription::has_news() const {
  if (channel_ && (ring_ != channel_->ring || channel_->own_end)) return true;
  return gap_ || next_ < ring_->next() || ring_->ended();
}

bool RingSubscription::prepare_wait(LoopWaiters& loop, base::Micros at_most) {
  const std::lock_guard lock{state_->mutex};
  if (has_news()) return false;
  // From here on a publisher posts to this thread, which can't run the wake-up before this coroutine is
  // parked.
  auto& point = ring_->point_of(loop);
  point.waiting = true;
  ring_waiters_ = point.waiters.get();
  waiter_.deadline = std::chrono::steady_clock::now() + at_most;
  return true;
}

base::Task<void> RingSubscription::wait(base::Micros at_most) {
  if (!loop_) {
    const base::Executor executor = co_await asio::this_coro::executor;
    loop_ = &asio::use_service<LoopWaiters>(executor.context());
  }
  if (!prepare_wait(*loop_, at_most)) co_return;
  Token token;
  co_await asio::async_initiate<Token, void()>(Park{}, token, loop_, ring_waiters_, &waiter_);
}

}  // namespace assay::broker
