#include "broker/redis/link/link.hpp"

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "broker/redis/link/backoff.hpp"
#include "broker/redis/link/pipeline.hpp"

namespace assay::broker::redis {
namespace asio = boost::asio;
namespace {

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, base::Executor>;
using Token = asio::use_awaitable_t<base::Executor>;

// Limits of time are kept to this; one timer for all calls, because arming one costs a system call.
constexpr std::chrono::milliseconds kSweep{50};

/// A coroutine, on whatever io_context, that waits for the reply.
template <class Handler>
class AwaitedCall final : public Call {
 public:
  AwaitedCall(Handler handler, base::Executor home, std::shared_ptr<Counters> counters)
      : handler_(std::move(handler)), guard_(home), counters_(std::move(counters)) {
    counters_->in_flight.fetch_add(1, std::memory_order_relaxed);
  }
  ~AwaitedCall() override { counters_->in_flight.fetch_sub(1, std::memory_order_relaxed); }

  void done(base::Result<Reply> reply) override {
    if (!reply) counters_->failed.add();
    asio::dispatch(guard_.get_executor(),
                   [handler = std::move(handler_), reply = std::move(reply)]() mutable {
                     std::move(handler)(std::move(reply));
                   });
  }

 private:
  Handler handler_;
  // Keeps the caller's io_context running until the reply is there.
  asio::executor_work_guard<base::Executor> guard_;
  std::shared_ptr<Counters> counters_;
};

}  // namespace

struct Link::State : std::enable_shared_from_this<State> {
  State(base::Executor where, const std::string& name, Connector make, base::Micros limit,
        std::shared_ptr<Counters> count)
      : executor(where),
        connect(std::move(make)),
        timeout(limit),
        counters(std::move(count)),
        pause(where),
        sweeper(where),
        grace(where),
        why_not{base::Errc::unavailable, "there is no connection to " + name + " yet", {}} {}

  // --- any thread

  void submit(CallPtr call) {
    const std::lock_guard lock{mutex};
    inbox.push_back(std::move(call));
    if (std::exchange(drain_posted, true)) return;
    asio::post(executor, [self = shared_from_this()] { self->drain(); });
  }

  // --- the link's io_context

  /// All that came since the last time goes out in one write.
  void drain() {
    std::vector<CallPtr> calls;
    {
      const std::lock_guard lock{mutex};
      calls.swap(inbox);
      drain_posted = false;
    }
    for (auto& call : calls) start(std::move(call));
    if (connection) connection->flush();
  }

  void start(CallPtr call) {
    if (stopped) return call->done(base::fail(why_not));
    if (pipeline && connection->outgoing().size() >= kMostBytes)
      return call->done(base::fail(base::Errc::unavailable, "too much waits to be sent to Redis"));
    if (pipeline) {
      pipeline->add(std::move(call));
      if (!sweeping) sweep();
    } else if (in_grace) {
      early.push_back(std::move(call));
    } else {
      call->done(base::fail(why_not));
    }
  }

  void sweep() {
    sweeping = pipeline && !pipeline->empty();
    if (!sweeping) return;
    sweeper.expires_after(kSweep);
    sweeper.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
      const auto state = self.lock();
      if (error || !state) return;
      if (const auto current = state->pipeline) current->expire(Clock::now());
      state->sweep();
    });
  }

  void begin_grace() {
    in_grace = true;
    grace.expires_after(kGrace);
    grace.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
      const auto state = self.lock();
      if (!error && state) state->end_grace();
    });
  }

  void end_grace() {
    in_grace = false;
    auto calls = std::exchange(early, {});
    for (auto& call : calls) call->done(base::fail(why_not));
  }

  base::Task<void> run() {
    const auto self = shared_from_this();
    // What is cancelled ends with an error, which is looked at.
    co_await asio::this_coro::throw_if_cancelled(false);
    begin_grace();
    while (!stopped) {
      auto stream = co_await connect();
      if (stopped) {
        if (stream) (*stream)->close();
        break;
      }
      if (!stream) {
        note_failure(std::move(stream.error()));
        co_await pause.wait(backoff.next(random));
        continue;
      }
      co_await serve(std::move(*stream));
    }
    end_grace();
  }

  void note_failure(base::Error error) {
    // Once for each outage, and again where the reason changes.
    if (!warned || why_not.message != error.message)
      base::log::warn("Redis can't be used", {{"reason", error.message}});
    warned = true;
    why_not = std::move(error);
  }

  /// From a good connection to its end.
  base::Task<void> serve(std::shared_ptr<Stream> stream) {
    counters->connected.add();
    if (std::exchange(warned, false)) base::log::info("Redis can be used again");
    connection = std::make_shared<Connection>(std::move(stream));
    up.store(true, std::memory_order_relaxed);
    pipeline = std::make_shared<Pipeline>(connection);
    grace.cancel();
    in_grace = false;
    auto calls = std::exchange(early, {});
    for (auto& call : calls) start(std::move(call));
    connection->flush();
    useful = false;
    auto heard = [this, current = pipeline](Reply reply) {
      useful = true;
      current->take(std::move(reply));
    };
    auto why = co_await connection->read(std::move(heard));
    if (useful) backoff.reset();
    connection.reset();
    up.store(false, std::memory_order_relaxed);
    const auto ended = std::exchange(pipeline, nullptr);
    sweeper.cancel();
    sweeping = false;
    if (!stopped) {
      counters->lost.add();
      note_failure(why);
      begin_grace();
    }
    ended->fail_all(why);
    // One that breaks before it has answered anything is no success.
    if (!stopped && !useful) co_await pause.wait(backoff.next(random));
  }

  void stop() {
    if (std::exchange(stopped, true)) return;
    why_not = base::Error{base::Errc::unavailable, "Redis is no longer used", {}};
    grace.cancel();
    end_grace();
    if (connection) {
      connection->close(why_not);
    } else {
      cancel.emit(asio::cancellation_type::terminal);
    }
  }

  base::Executor executor;
  Connector connect;
  base::Micros timeout;
  std::shared_ptr<Counters> counters;

  std::mutex mutex;
  std::vector<CallPtr> inbox;  // guarded by mutex
  bool drain_posted = false;   // guarded by mutex

  std::atomic<bool> up = false;
  asio::cancellation_signal cancel;  // of connecting, and of the pause before it
  base::Wakeup pause;
  Timer sweeper;
  Timer grace;
  base::SystemRandom random;
  Backoff backoff;
  std::shared_ptr<Connection> connection;
  std::shared_ptr<Pipeline> pipeline;
  std::vector<CallPtr> early;  // wait for a connection
  base::Error why_not;
  bool in_grace = true;
  bool sweeping = false;
  bool useful = false;  // the connection that is or was there has answered, and was no wrong one
  bool warned = false;  // of the outage that lasts
  bool stopped = false;
};

Link::Link(base::Executor executor, const std::string& name, Connector connect, base::Micros timeout,
           std::shared_ptr<Counters> counters)
    : state_(std::make_shared<State>(executor, name, std::move(connect), timeout, std::move(counters))) {
  // The state outlives the slot, which is in it.
  auto ended = [state = state_](const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
  };
  asio::co_spawn(executor, state_->run(),
                 asio::bind_cancellation_slot(state_->cancel.slot(), std::move(ended)));
}

Link::~Link() { stop(); }

void Link::stop() {
  asio::post(state_->executor, [state = state_] { state->stop(); });
}

base::Task<base::Result<Reply>> Link::call(std::string bytes, int replies) {
  const auto state = state_;
  state->counters->calls.add();
  if (state->counters->in_flight.load(std::memory_order_relaxed) >= kMostCalls) {
    state->counters->failed.add();
    co_return base::fail(base::Errc::unavailable, "too many commands wait for Redis");
  }
  const base::Executor home = co_await asio::this_coro::executor;
  // A named local: g++ 12 destroys a lambda that is a temporary of a co_await expression twice.
  auto initiate = [&](auto handler) {
    using Handler = decltype(handler);
    auto call = std::make_unique<AwaitedCall<Handler>>(std::move(handler), home, state->counters);
    call->bytes = std::move(bytes);
    call->replies = replies;
    call->deadline = Clock::now() + state->timeout;
    state->submit(std::move(call));
  };
  Token token;
  auto reply = co_await asio::async_initiate<Token, void(base::Result<Reply>)>(std::move(initiate), token);
  if (reply && reply->is_error()) state->counters->refused.add();
  co_return reply;
}

bool Link::connected() const { return state_->up.load(std::memory_order_relaxed); }

void Link::reconnect(std::string why) {
  asio::post(state_->executor, [state = state_, why = std::move(why)] {
    if (!state->connection) return;
    state->useful = false;
    base::Error error{base::Errc::unavailable, why, {}};
    state->connection->close(std::move(error));
  });
}

}  // namespace assay::broker::redis
