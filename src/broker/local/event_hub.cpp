#include "broker/local/event_hub.hpp"

#include <algorithm>
#include <utility>

#include "broker/local/event_hub_state.hpp"
#include "broker/rings/event_frames.hpp"
#include "broker/rings/ring_subscription.hpp"

namespace assay::broker {

EventHub::EventHub(const base::Clock& clock, EventHubLimits limits)
    : state_(std::make_shared<HubState>(clock, limits)) {}
EventHub::~EventHub() = default;

void EventHub::attach(const core::JobId& job_id, const core::Scope& scope,
                      const core::SubmissionId& submission) {
  const std::lock_guard lock{state_->mutex};
  state_->prune();
  auto& job = state_->jobs[job_id];
  if (!job.ring) {
    job.ring = state_->new_job_ring();
    job.scope = scope;
  }
  const auto channel = state_->channel_of(submission);
  if (channel->ring == job.ring) return;
  const auto before = std::exchange(channel->ring, job.ring);
  channel->has_job = true;
  job.submissions.push_back(submission);
  const auto everything = state_->scope_ring(scope);
  state_->tell_scope(*everything, submission, core::StatusChanged{job.status});
  state_->wake(everything);
  state_->wake(before);
}

void EventHub::detach(const core::JobId& job_id, const core::SubmissionId& submission) {
  const std::lock_guard lock{state_->mutex};
  const auto job = state_->jobs.find(job_id);
  if (job == state_->jobs.end()) return;
  auto& attached = job->second.submissions;
  if (std::erase(attached, submission) == 0) return;
  if (const auto found = state_->channels.find(submission); found != state_->channels.end()) {
    const auto channel = found->second;
    channel->has_job = false;
    channel->ring = state_->new_job_ring();
    // Only readers need it further; without any (the map and this function hold it) it goes.
    if (channel.use_count() == 2) state_->channels.erase(found);
    state_->wake(job->second.ring);
  }
  if (attached.empty() && !job->second.ring->ended()) state_->jobs.erase(job);
}

void EventHub::publish(const core::JobId& job_id, const core::JobEvent& event) {
  const std::lock_guard lock{state_->mutex};
  const auto found = state_->jobs.find(job_id);
  if (found == state_->jobs.end() || found->second.ring->ended()) return;
  auto& job = found->second;
  job.ring->push(encode_job_event({state_->epoch, job.ring->next()}, event));
  const auto everything = state_->scope_ring(job.scope);
  for (const auto& submission : job.submissions) state_->tell_scope(*everything, submission, event);
  if (const auto* changed = std::get_if<core::StatusChanged>(&event)) job.status = changed->status;
  const auto ring = job.ring;
  if (is_end(event)) {
    ring->end();
    state_->ended.push_back({job_id, state_->clock.steady() + state_->limits.ended_for, ring->bytes()});
    state_->ended_bytes += ring->bytes();
    state_->prune();
  }
  state_->wake(ring);
  state_->wake(everything);
}

void EventHub::publish_terminal(const core::Scope& scope, const core::SubmissionId& submission,
                                core::Status status) {
  const std::lock_guard lock{state_->mutex};
  const auto everything = state_->scope_ring(scope);
  state_->tell_scope(*everything, submission, core::StatusChanged{status});
  state_->wake(everything);
  const auto found = state_->channels.find(submission);
  if (found == state_->channels.end()) return;
  found->second->own_end = encode_final_status(status);
  state_->wake(found->second->ring);
}

std::unique_ptr<core::EventSubscription> EventHub::subscribe(const core::SubmissionId& submission,
                                                             std::optional<core::EventCursor> after) {
  const std::lock_guard lock{state_->mutex};
  return std::make_unique<RingSubscription>(state_, submission, state_->channel_of(submission), after);
}

std::unique_ptr<core::EventSubscription> EventHub::subscribe_all(const core::Scope& scope,
                                                                 std::optional<core::EventCursor> after) {
  const std::lock_guard lock{state_->mutex};
  return std::make_unique<RingSubscription>(state_, state_->scope_ring(scope), after);
}

EventHub::Sizes EventHub::sizes() const {
  const std::lock_guard lock{state_->mutex};
  return {state_->jobs.size(), state_->channels.size(), state_->ended.size()};
}

}  // namespace assay::broker
