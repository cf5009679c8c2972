#pragma once
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/task_group.hpp"
#include "broker/redis/client.hpp"
#include "broker/redis/events/event_keys.hpp"
#include "broker/redis/events/known_jobs.hpp"
#include "core/event.hpp"

namespace assay::broker::redis {

/// What is to be told to Redis.
struct EventOrder {
  enum class Kind { attach, detach, publish, terminal } kind{};
  core::JobId job{};  ///< of all but terminal
  core::Scope scope{};
  core::SubmissionId submission{};
  std::string event{};     ///< of publish, encoded
  bool droppable = false;  ///< of publish: a reader can do without it, with a gap
  core::Status status{};   ///< of terminal
};

/// Sends events to Redis in order, in the background. While Redis is away they wait, up to a limit; what is
/// left out then leaves a hole in the job's numbers, which readers see as a gap. An event that was sent but
/// whose reply was lost is not in the stream twice.
class EventSender {
 public:
  /// `client` and `random` outlive it. Everything but `add` and `stop` happens on `executor`.
  EventSender(Client& client, RedisEventOptions options, base::Random& random, base::Executor executor);

  /// Thread-safe; never blocks.
  void add(EventOrder order);

  /// Sends until `stop`, and then what is left, for a moment at most.
  base::Task<void> run();
  /// Thread-safe.
  void stop();

 private:
  using Orders = std::vector<EventOrder>;
  /// Events for the streams of scopes that a round has brought up, in order.
  using ScopeEvents = std::map<core::Scope, std::vector<std::pair<core::SubmissionId, std::string>>>;

  Orders take_round();
  base::Task<void> send(Orders round);
  /// Orders of one job. `told` outlives the call.
  base::Task<void> send_lane(Orders orders, ScopeEvents& told);
  base::Task<void> attach(EventOrder order, ScopeEvents& told);
  base::Task<void> detach(EventOrder order);
  base::Task<void> publish(core::JobId job, std::vector<std::string> events, ScopeEvents& told);
  base::Task<void> end(EventOrder order, ScopeEvents& told);
  base::Task<void> tell_scope(core::Scope scope, std::vector<std::string> events);

  /// Until Redis has it; nothing where there is no time left for that.
  base::Task<std::optional<Reply>> deliver(const Script& script, std::vector<std::string> keys,
                                           std::vector<std::string> arguments);
  base::Task<std::optional<Reply>> deliver(Command command);
  bool gives_up() const;
  std::string next_token();

  Client& client_;
  const RedisEventOptions options_;
  const EventKeys keys_;
  const std::string process_;
  base::Executor executor_;
  std::shared_ptr<base::Wakeup> wake_;  // shared with what is posted
  std::uint64_t sent_ = 0;
  KnownJobs known_;
  std::optional<std::chrono::steady_clock::time_point> last_moment_;  ///< set by `stop`
  bool failing_ = false;

  std::mutex mutex_;
  std::deque<EventOrder> waiting_;
  std::unordered_map<core::JobId, int> left_out_;
};

}  // namespace assay::broker::redis
