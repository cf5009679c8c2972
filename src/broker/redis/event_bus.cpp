#include "broker/redis/event_bus.hpp"

#include <utility>

#include "broker/redis/events/event_wire.hpp"
#include "broker/rings/ring_subscription.hpp"

namespace assay::broker::redis {

using Kind = EventOrder::Kind;

RedisEventBus::RedisEventBus(Client& client, base::Random& random, base::Executor executor,
                             RedisEventOptions options)
    : executor_(executor),
      sender_(client, options, random, executor),
      loader_(client, options, executor),
      followed_(std::make_shared<FollowedEvents>(options, [this] { loader_.wanted(); })) {
  loader_.follow(followed_);
  subscription_ =
      client.subscribe(EventKeys{options.prefix}.channel(), [followed = followed_](std::string_view text) {
        const auto message = parse_event_message(text);
        const std::scoped_lock lock{followed->mutex};
        if (text.empty()) followed->doubt_everything();
        if (message) followed->hear(*message);
      });
}

RedisEventBus::~RedisEventBus() {
  subscription_.reset();
  const std::scoped_lock lock{followed_->mutex};
  followed_->close();
}

base::Task<void> RedisEventBus::run() {
  base::TaskGroup background{executor_};
  background.spawn(sender_.run());
  background.spawn(loader_.run());
  co_await background.join();
}

void RedisEventBus::stop() {
  sender_.stop();
  loader_.stop();
}

void RedisEventBus::attach(const core::JobId& job, const core::Scope& scope,
                           const core::SubmissionId& submission) {
  sender_.add({.kind = Kind::attach, .job = job, .scope = scope, .submission = submission});
}

void RedisEventBus::detach(const core::JobId& job, const core::SubmissionId& submission) {
  sender_.add({.kind = Kind::detach, .job = job, .submission = submission});
}

void RedisEventBus::publish(const core::JobId& job, const core::JobEvent& event) {
  // A reader that misses how far a job is sees a gap; one that misses its end would wait for ever.
  const bool droppable = !std::holds_alternative<core::StatusChanged>(event);
  sender_.add({.kind = Kind::publish, .job = job, .event = encode_event(event), .droppable = droppable});
}

void RedisEventBus::publish_terminal(const core::Scope& scope, const core::SubmissionId& submission,
                                     core::Status status) {
  sender_.add({.kind = Kind::terminal, .scope = scope, .submission = submission, .status = status});
}

std::unique_ptr<core::EventSubscription> RedisEventBus::subscribe(const core::SubmissionId& submission,
                                                                  std::optional<core::EventCursor> after) {
  const std::scoped_lock lock{followed_->mutex};
  return std::make_unique<RingSubscription>(followed_, submission, followed_->follow(submission), after);
}

std::unique_ptr<core::EventSubscription> RedisEventBus::subscribe_all(
    const core::Scope& scope, std::optional<core::EventCursor> after) {
  const std::scoped_lock lock{followed_->mutex};
  return std::make_unique<RingSubscription>(followed_, followed_->follow(scope, after), after);
}

std::size_t RedisEventBus::followed() const {
  const std::scoped_lock lock{followed_->mutex};
  return followed_->followed();
}

}  // namespace assay::broker::redis
