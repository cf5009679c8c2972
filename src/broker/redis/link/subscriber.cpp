#include "broker/redis/link/subscriber.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "broker/redis/link/backoff.hpp"
#include "broker/redis/link/connection.hpp"
#include "broker/redis/wire/encode.hpp"

namespace assay::broker::redis {
namespace asio = boost::asio;
namespace {

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, base::Executor>;

/// One handle's function. The lock lets the handle's destructor wait for a call on another thread, and is
/// recursive so that the function may destroy its own handle.
struct Listener {
  Listener(std::string name, std::function<void(std::string_view)> function)
      : channel(std::move(name)), heard(std::move(function)) {}

  std::string channel;
  std::function<void(std::string_view)> heard;
  std::recursive_mutex mutex{};
  bool alive = true;

  void hear(std::string_view message) {
    const std::lock_guard lock{mutex};
    if (alive) heard(message);
  }
  void end() {
    const std::lock_guard lock{mutex};
    alive = false;
  }
};
using ListenerPtr = std::shared_ptr<Listener>;

struct Channel {
  std::vector<ListenerPtr> listeners;
  bool in_effect = false;
};

}  // namespace

struct Subscriber::State : std::enable_shared_from_this<State> {
  State(base::Executor where, Connector make, std::shared_ptr<Counters> count, base::Micros every)
      : executor(where),
        connect(std::move(make)),
        counters(std::move(count)),
        ping(every),
        pause(where),
        pinger(where) {}

  void add(const ListenerPtr& listener) {
    if (stopped) return;
    auto& channel = channels[listener->channel];
    channel.listeners.push_back(listener);
    if (channel.in_effect) {
      listener->hear({});
    } else if (channel.listeners.size() == 1) {
      send(Command{"SUBSCRIBE", listener->channel});
    }
    if (std::exchange(started, true)) return;
    auto ended = [self = shared_from_this()](const std::exception_ptr& error) {
      if (error) std::rethrow_exception(error);
    };
    asio::co_spawn(executor, run(), asio::bind_cancellation_slot(cancel.slot(), std::move(ended)));
  }

  void remove(const ListenerPtr& listener) {
    const auto found = channels.find(listener->channel);
    if (found == channels.end()) return;
    std::erase(found->second.listeners, listener);
    if (!found->second.listeners.empty()) return;
    channels.erase(found);
    send(Command{"UNSUBSCRIBE", listener->channel});
  }

  void send(const Command& command) {
    if (!connection) return;
    append_command(connection->outgoing(), command);
    connection->flush();
  }

  base::Task<void> run() {
    const auto self = shared_from_this();
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!stopped) {
      auto stream = co_await connect();
      if (stopped) {
        if (stream) (*stream)->close();
        break;
      }
      useful = false;
      if (stream) co_await serve(std::move(*stream));
      if (useful) backoff.reset();
      if (!stopped) co_await pause.wait(backoff.next(random));
    }
  }

  base::Task<void> serve(std::shared_ptr<Stream> stream) {
    counters->connected.add();
    connection = std::make_shared<Connection>(std::move(stream));
    Command command{"SUBSCRIBE"};
    for (const auto& [name, channel] : channels) command.push_back(name);
    if (command.size() > 1) send(command);
    tick();
    auto heard = [this](const Reply& reply) { take(reply); };
    const auto why = co_await connection->read(std::move(heard));
    connection.reset();
    pinger.cancel();
    for (auto& [name, channel] : channels) channel.in_effect = false;
    if (stopped) co_return;
    counters->lost.add();
    base::log::debug("the subscriptions to Redis are renewed", {{"reason", why.message}});
  }

  void tick() {
    pinger.expires_after(ping);
    pinger.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
      const auto state = self.lock();
      if (error || !state || !state->connection) return;
      if (Clock::now() - state->connection->last_received() > 2 * state->ping) {
        base::Error silent{base::Errc::unavailable, "Redis has stopped answering", {}};
        return state->connection->close(std::move(silent));
      }
      state->send(Command{"PING"});
      state->tick();
    });
  }

  void take(const Reply& reply) {
    useful = true;
    if (reply.is_error()) return base::log::warn("Redis refuses a subscription", {{"reason", reply.text}});
    if (reply.kind != Reply::Kind::array || reply.items.size() != 3) return;
    const auto& what = reply.items[0].text;
    const auto found = channels.find(reply.items[1].text);
    if (found == channels.end()) return;
    const bool in_effect = what == "subscribe";
    if (in_effect) found->second.in_effect = true;
    if (!in_effect && what != "message") return;
    // A copy: who hears may add and remove.
    const auto listeners = found->second.listeners;
    const std::string_view message = in_effect ? std::string_view{} : std::string_view{reply.items[2].text};
    for (const auto& listener : listeners) listener->hear(message);
  }

  void stop() {
    stopped = true;
    for (auto& [name, channel] : channels) {
      for (const auto& listener : channel.listeners) listener->end();
    }
    channels.clear();
    if (!connection) return cancel.emit(asio::cancellation_type::terminal);
    base::Error ended{base::Errc::unavailable, "Redis is no longer used", {}};
    connection->close(std::move(ended));
  }

  base::Executor executor;
  Connector connect;
  std::shared_ptr<Counters> counters;
  base::Micros ping;
  asio::cancellation_signal cancel;  // of connecting, and of the pause before it
  base::Wakeup pause;
  Timer pinger;
  base::SystemRandom random;
  Backoff backoff;
  std::map<std::string, Channel> channels;
  std::shared_ptr<Connection> connection;
  bool started = false;
  bool useful = false;  // the connection that is or was there has answered
  bool stopped = false;
};

class Subscriber::Handle final : public Client::Subscription {
 public:
  Handle(std::shared_ptr<State> state, ListenerPtr listener)
      : state_(std::move(state)), listener_(std::move(listener)) {
    asio::post(state_->executor, [state = state_, listener = listener_] { state->add(listener); });
  }
  ~Handle() override {
    listener_->end();
    asio::post(state_->executor, [state = state_, listener = listener_] { state->remove(listener); });
  }

 private:
  std::shared_ptr<State> state_;
  ListenerPtr listener_;
};

Subscriber::Subscriber(base::Executor executor, Connector connect, std::shared_ptr<Counters> counters,
                       base::Micros ping)
    : state_(std::make_shared<State>(executor, std::move(connect), std::move(counters), ping)) {}

Subscriber::~Subscriber() {
  asio::post(state_->executor, [state = state_] { state->stop(); });
}

std::unique_ptr<Client::Subscription> Subscriber::add(std::string channel,
                                                      std::function<void(std::string_view)> heard) {
  auto listener = std::make_shared<Listener>(std::move(channel), std::move(heard));
  return std::make_unique<Handle>(state_, std::move(listener));
}

}  // namespace assay::broker::redis
