#include "broker/rings/ring_subscription.hpp"

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

RingSubscription::RingSubscription(std::shared_ptr<RingSpace> space, RingSpace::RingPtr ring,
                                   std::optional<core::EventCursor> after)
    : space_(std::move(space)),
      ring_(std::move(ring)),
      after_(after.value_or(core::EventCursor{})),
      losses_(ring_->losses()),
      has_after_(after.has_value()) {
  find_place();
}

RingSubscription::RingSubscription(std::shared_ptr<RingSpace> space, core::SubmissionId submission,
                                   RingSpace::ChannelPtr channel, std::optional<core::EventCursor> after)
    : space_(std::move(space)),
      ring_(channel->ring),
      channel_(std::move(channel)),
      submission_(std::move(submission)),
      after_(after.value_or(core::EventCursor{})),
      losses_(ring_->losses()),
      has_after_(after.has_value()) {
  if (ring_->loaded() && !has_after_) {
    has_place_ = true;
    epoch_ = ring_->epoch();
    next_ = ring_->next();
  }
  find_place();
}

RingSubscription::~RingSubscription() {
  const std::lock_guard lock{space_->mutex};
  space_->reader_left(submission_, channel_, ring_);
}

bool RingSubscription::find_place() {
  if (!ring_->loaded()) return false;
  if (has_place_) return true;
  has_place_ = true;
  epoch_ = ring_->epoch();
  const bool known = after_.epoch == epoch_ && epoch_ != 0 && after_.seq < ring_->next();
  if (known) {
    next_ = after_.seq + 1;
  } else if (channel_) {
    next_ = ring_->first();
    // What an earlier life of the stream had can't be continued; what was not sent of it is lost.
    gap_ = gap_ || (has_after_ && after_.epoch != 0);
  } else {
    next_ = ring_->next();
    gap_ = gap_ || has_after_;
  }
  return true;
}

void RingSubscription::follow() {
  if (channel_ && ring_ != channel_->ring) {
    ring_ = channel_->ring;
    losses_ = ring_->losses();
    // All of the job is news to who waited for it.
    if (has_place_) {
      has_place_ = has_after_ = false;
      after_ = {};
    }
  }
  if (std::exchange(losses_, ring_->losses()) != ring_->losses()) gap_ = true;
  if (!find_place()) return;
  if (epoch_ != ring_->epoch()) {
    gap_ = gap_ || epoch_ != 0;
    epoch_ = ring_->epoch();
    next_ = ring_->first();
  } else if (next_ < ring_->first()) {
    gap_ = true;
    next_ = ring_->first();
  }
}

core::EventBatch RingSubscription::read(std::size_t max_frames) {
  const std::lock_guard lock{space_->mutex};
  core::EventBatch batch;
  follow();
  batch.gap = std::exchange(gap_, false);
  if (channel_ && channel_->own_end) {
    if (!std::exchange(own_end_sent_, true)) batch.frames.push_back(channel_->own_end);
    batch.ended = true;
    return batch;
  }
  if (!ring_->loaded()) return batch;
  while (next_ < ring_->next() && batch.frames.size() < max_frames)
    batch.frames.push_back(ring_->at(next_++));
  batch.ended = ring_->ended() && next_ == ring_->next();
  return batch;
}

bool RingSubscription::has_news() {
  follow();
  if (gap_ || (channel_ && channel_->own_end)) return true;
  return ring_->loaded() && (next_ < ring_->next() || ring_->ended());
}

bool RingSubscription::prepare_wait(LoopWaiters& loop, base::Micros at_most) {
  const std::lock_guard lock{space_->mutex};
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
