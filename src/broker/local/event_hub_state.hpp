#pragma once
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "broker/local/event_hub.hpp"
#include "broker/rings/ring_space.hpp"

namespace assay::broker {

/// The state of an EventHub; a member is used with the mutex held.
struct HubState final : RingSpace {
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
  void reader_left(const core::SubmissionId& submission, const ChannelPtr& channel,
                   const RingPtr& ring) override;
  /// Adds the event to the scope's stream; at the end of a submission `done` follows.
  void tell_scope(EventRing& ring, const core::SubmissionId& id, const core::JobEvent& event);
  void forget_job(const core::JobId& id);
  /// Lets go of ended jobs whose time is over or that are too many.
  void prune();

  const base::Clock& clock;
  const EventHubLimits limits;
  const std::uint64_t epoch;  ///< the start of this process: rings of an earlier one had another
  std::unordered_map<core::JobId, Job> jobs;
  std::unordered_map<core::SubmissionId, ChannelPtr> channels;
  std::unordered_map<core::Scope, RingPtr> scopes;
  std::deque<Ended> ended;  ///< oldest first
  std::size_t ended_bytes = 0;
};

bool is_end(const core::JobEvent& event);

}  // namespace assay::broker
