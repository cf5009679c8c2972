#pragma once
#include <memory>

#include "base/random.hpp"
#include "broker/redis/client.hpp"
#include "broker/redis/events/event_keys.hpp"
#include "broker/redis/events/event_loader.hpp"
#include "broker/redis/events/event_sender.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::broker::redis {

/// The EventBus of many processes. Events of a job, and those of a scope, are kept in capped streams in Redis
/// and told on one channel; ids are those of the streams, so a reader can go on in any process. What is read
/// here is held here, in rings that all its readers share. A stream that Redis has lost begins a new epoch:
/// readers see a gap.
///
/// While Redis is away, events wait in this process, and readers for them.
class RedisEventBus final : public core::EventBus {
 public:
  /// The references outlive it; everything in the background happens on `executor`, while `run` runs.
  RedisEventBus(Client& client, base::Random& random, base::Executor executor,
                RedisEventOptions options = {});
  ~RedisEventBus() override;

  /// Until `stop`; then what was published is sent, if Redis answers. `stop` is thread-safe.
  base::Task<void> run();
  void stop();

  void attach(const core::JobId& job, const core::Scope& scope,
              const core::SubmissionId& submission) override;
  void detach(const core::JobId& job, const core::SubmissionId& submission) override;
  void publish(const core::JobId& job, const core::JobEvent& event) override;
  void publish_terminal(const core::Scope& scope, const core::SubmissionId& submission,
                        core::Status status) override;
  std::unique_ptr<core::EventSubscription> subscribe(const core::SubmissionId& submission,
                                                     std::optional<core::EventCursor> after) override;
  std::unique_ptr<core::EventSubscription> subscribe_all(const core::Scope& scope,
                                                         std::optional<core::EventCursor> after) override;

  /// Submissions and scopes that are read here now; for metrics and tests.
  std::size_t followed() const;

 private:
  base::Executor executor_;
  EventSender sender_;
  EventLoader loader_;
  std::shared_ptr<FollowedEvents> followed_;  // shared with subscriptions, which can outlive the bus
  std::unique_ptr<Client::Subscription> subscription_;
};

}  // namespace assay::broker::redis
