#include "broker/local/event_hub_state.hpp"

#include "broker/rings/event_frames.hpp"

namespace assay::broker {

bool is_end(const core::JobEvent& event) {
  const auto* changed = std::get_if<core::StatusChanged>(&event);
  return changed != nullptr && is_terminal(changed->status);
}

HubState::HubState(const base::Clock& c, EventHubLimits l)
    : clock(c), limits(l), epoch(static_cast<std::uint64_t>(c.now().time_since_epoch().count()) / 1000) {}

HubState::RingPtr HubState::new_job_ring() const {
  return std::make_shared<EventRing>(RingLimits{limits.job_frames, limits.job_bytes}, epoch);
}

HubState::RingPtr HubState::scope_ring(const core::Scope& scope) {
  auto& ring = scopes[scope];
  if (!ring) ring = std::make_shared<EventRing>(RingLimits{limits.scope_frames, limits.scope_bytes}, epoch);
  return ring;
}

HubState::ChannelPtr HubState::channel_of(const core::SubmissionId& id) {
  auto& channel = channels[id];
  if (!channel) {
    channel = std::make_shared<EventChannel>();
    channel->ring = new_job_ring();
  }
  return channel;
}

void HubState::reader_left(const core::SubmissionId& submission, const ChannelPtr& channel, const RingPtr&) {
  if (!channel || channel->has_job) return;
  // The place of a submission without a job goes with its last reader: the map's reference and the reader's
  // are left.
  const auto found = channels.find(submission);
  if (found != channels.end() && found->second == channel && channel.use_count() == 2) channels.erase(found);
}

void HubState::tell_scope(EventRing& ring, const core::SubmissionId& id, const core::JobEvent& event) {
  ring.push(encode_submission_event({epoch, ring.next()}, id, event));
  if (is_end(event)) {
    ring.push(encode_done({epoch, ring.next()}, id, std::get<core::StatusChanged>(event).status));
  }
}

void HubState::forget_job(const core::JobId& id) {
  const auto found = jobs.find(id);
  if (found == jobs.end()) return;
  for (const auto& submission : found->second.submissions) channels.erase(submission);
  jobs.erase(found);
}

void HubState::prune() {
  const auto now = clock.steady();
  while (!ended.empty() && (ended.front().until <= now || ended.size() > limits.ended_jobs ||
                            ended_bytes > limits.ended_bytes)) {
    ended_bytes -= ended.front().bytes;
    forget_job(ended.front().job);
    ended.pop_front();
  }
}

}  // namespace assay::broker
