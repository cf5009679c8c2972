#pragma once
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "broker/redis/events/event_keys.hpp"
#include "broker/redis/events/event_wire.hpp"
#include "broker/rings/ring_space.hpp"

namespace assay::broker::redis {

/// What this process follows because somebody reads it here: rings that are filled from streams in Redis and
/// kept up to date by what is heard on the channel. What it lacks it asks for: EventLoader brings it.
/// Members are used with the mutex held.
class FollowedEvents final : public RingSpace {
 public:
  /// `wanted` is called, with the mutex held, when there is something to bring.
  FollowedEvents(RedisEventOptions options, std::function<void()> wanted);

  /// What is to be brought: the job of a submission, a job's stream, a scope's stream. Each is brought in
  /// full before it is asked for again.
  struct Wanted {
    std::vector<core::SubmissionId> submissions;
    std::vector<std::pair<core::JobId, core::EventCursor>> jobs;  ///< … from this place on, which it has
    std::vector<std::pair<core::Scope, core::EventCursor>> scopes;
    bool empty() const { return submissions.empty() && jobs.empty() && scopes.empty(); }
  };
  Wanted take_wanted();

  /// "j<job>", "e<status>", or nothing where Redis does not know it.
  void brought_submission(const core::SubmissionId& submission, std::optional<std::string> place);
  void brought_job(const core::JobId& job, const std::vector<StreamEntry>& entries);
  void brought_scope(const core::Scope& scope, const std::vector<StreamEntry>& entries);

  void hear(const EventMessage& message);
  /// Messages may have been missed.
  void doubt_everything();

  ChannelPtr follow(const core::SubmissionId& submission);
  /// `after`: where the reader wants to go on.
  RingPtr follow(const core::Scope& scope, std::optional<core::EventCursor> after);

  void reader_left(const core::SubmissionId& submission, const ChannelPtr& channel,
                   const RingPtr& ring) override;

  /// Asks for nothing any more.
  void close() {
    wanted_now_ = [] {};
  }

  std::size_t followed() const { return channels_.size() + scopes_.size(); }

 private:
  struct Channel {
    ChannelPtr channel;
    core::JobId job;  ///< empty: it is attached to none, or that is not known yet
  };
  /// A ring that is being filled. While its stream is on the way, what is heard is not taken: it is asked for
  /// again.
  struct Filled {
    RingPtr ring;
    bool on_its_way = false;
    bool again = false;
    int readers = 0;                        ///< channels that are linked to it
    std::optional<core::EventCursor> from;  ///< of a scope: further back than the ring goes
  };

  void want_submission(const core::SubmissionId& submission);
  void want_job(const core::JobId& job);
  void want_scope(const core::Scope& scope);
  void link(const core::SubmissionId& submission, const core::JobId& job);
  void unlink(Channel& channel);
  void leave_job(const core::JobId& job);
  void end_alone(const core::SubmissionId& submission, std::string_view status);
  void hear_job(const EventMessage& message);
  void hear_scope(const EventMessage& message);
  /// One more event, if it is the next one of the ring, or one of a new life of the stream. False where
  /// something is missing before it.
  static bool add(EventRing& ring, core::EventCursor cursor, core::EventFrame frame);
  /// The same for what a stream really holds: where it has a hole, readers get a gap.
  static void add_after_hole(EventRing& ring, core::EventCursor cursor, core::EventFrame frame);
  RingPtr empty_ring() const;

  RedisEventOptions options_;
  std::function<void()> wanted_now_;
  std::unordered_map<core::SubmissionId, Channel> channels_;
  std::unordered_map<core::JobId, Filled> jobs_;
  std::unordered_map<core::Scope, Filled> scopes_;
  std::set<core::SubmissionId> wanted_submissions_;
  std::set<core::JobId> wanted_jobs_;
  std::set<core::Scope> wanted_scopes_;
};

}  // namespace assay::broker::redis
