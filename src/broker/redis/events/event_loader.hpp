#pragma once
#include <atomic>
#include <memory>

#include "base/task_group.hpp"
#include "broker/redis/client.hpp"
#include "broker/redis/events/followed_events.hpp"

namespace assay::broker::redis {

/// Brings what FollowedEvents asks for out of Redis, again and again until Redis answers. Everything happens
/// on `executor`, except for `wanted` and `stop`, which are thread-safe.
class EventLoader {
 public:
  /// `client` outlives it.
  EventLoader(Client& client, RedisEventOptions options, base::Executor executor);

  void follow(std::shared_ptr<FollowedEvents> followed) { followed_ = std::move(followed); }
  /// There is something to bring.
  void wanted();
  base::Task<void> run();
  void stop();

 private:
  base::Task<void> load_submission(core::SubmissionId submission);
  base::Task<void> load_job(core::JobId job, core::EventCursor from);
  base::Task<void> load_scope(core::Scope scope, core::EventCursor from);
  /// Nothing where it is stopped.
  base::Task<std::optional<Reply>> ask(Command command);
  base::Task<std::optional<std::vector<StreamEntry>>> read_stream(std::string key, core::EventCursor from,
                                                                  std::size_t most);

  Client& client_;
  const RedisEventOptions options_;
  const EventKeys keys_;
  base::Executor executor_;
  std::shared_ptr<FollowedEvents> followed_;
  std::shared_ptr<base::Wakeup> wake_;  // shared with what is posted
  std::atomic<bool> told_{false};       ///< a wake-up is under way
  bool stopping_ = false;
};

}  // namespace assay::broker::redis
