#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "broker/local/event_hub.hpp"
#include "broker/local/event_ring.hpp"

namespace assay::broker {

/// A submission as its readers see it: the ring of the job it is attached to (an empty one before), or an end
/// of its own.
struct EventChannel {
  std::shared_ptr<EventRing> ring;
  bool has_job = false;
  core::EventFrame own_end;  ///< set where it ended without its job
};

/// What the hub, its subscriptions and posted wake-ups share. One mutex for all of it: each step is a few
/// pointer moves, and readers hold it only to copy references. Members are used with the mutex held,
/// `resume_waiters` excepted.
struct HubState : std::enable_shared_from_this<HubState> {
  using RingPtr = std::shared_ptr<EventRing>;
  using ChannelPtr = std::shared_ptr<EventChannel>;

  struct Job {
    RingPtr ring;
    core::Scope scope;
    core::Status status = core::Status::pending;
    std::vector<core::SubmissionId> submissions;
  };
  struct Ended {
    core::JobId job;
    base::Micros until;
    std::size_t bytes;
  };

  HubState(const base::Clock& clock, EventHubLimits limits);

  RingPtr new_job_ring() const;
  RingPtr scope_ring(const core::Scope& scope);
  ChannelPtr channel_of(const core::SubmissionId& id);
  /// One post for each loop that has sleeping readers, however many they are.
  void wake(const RingPtr& ring);
  /// On the loop's own thread, without the mutex.
  void resume_waiters(const RingPtr& ring, std::uint64_t loop_serial);
  /// Adds the event to the scope's stream; at the end of a submission `done` follows.
  void tell_scope(EventRing& ring, const core::SubmissionId& id, const core::JobEvent& event);
  void forget_job(const core::JobId& id);
  /// Lets go of ended jobs whose time is over or that are too many.
  void prune();

  const base::Clock& clock;
  const EventHubLimits limits;
  const std::uint64_t epoch;  ///< the start of this process: rings of an earlier one had another
  mutable std::mutex mutex;
  std::unordered_map<core::JobId, Job> jobs;
  std::unordered_map<core::SubmissionId, ChannelPtr> channels;
  std::unordered_map<core::Scope, RingPtr> scopes;
  std::deque<Ended> ended;  ///< oldest first
  std::size_t ended_bytes = 0;
};

bool is_end(const core::JobEvent& event);

}  // namespace assay::broker
