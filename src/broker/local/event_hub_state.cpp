#include "broker/local/event_hub_state.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "broker/local/event_frames.hpp"

namespace assay::broker {

bool is_end(const core::JobEvent& event) {
  const auto* changed = std::get_if<core::StatusChanged>(&event);
  return changed != nullptr && is_terminal(changed->status);
}

HubState::HubState(const base::Clock& c, EventHubLimits l)
    : clock(c), limits(l), epoch(static_cast<std::uint64_t>(c.now().time_since_epoch().count()) / 1000) {}

HubState::RingPtr HubState::new_job_ring() const {
  return std::make_shared<EventRing>(RingLimits{limits.job_frames, limits.job_bytes});
}

HubState::RingPtr HubState::scope_ring(const core::Scope& scope) {
  auto& ring = scopes[scope];
  if (!ring) ring = std::make_shared<EventRing>(RingLimits{limits.scope_frames, limits.scope_bytes});
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

void HubState::wake(const RingPtr& ring) {
  for (auto& point : ring->points()) {
    if (!point.waiting || point.posted) continue;
    point.posted = true;
    boost::asio::post(point.loop->context(), [self = shared_from_this(), ring, serial = point.serial] {
      self->resume_waiters(ring, serial);
    });
  }
}

void HubState::resume_waiters(const RingPtr& ring, std::uint64_t loop_serial) {
  RingWaiters ready;
  LoopWaiters* loop = nullptr;
  {
    const std::lock_guard lock{mutex};
    const auto point = std::ranges::find(ring->points(), loop_serial, &EventRing::Point::serial);
    if (point == ring->points().end()) return;
    point->waiting = false;
    point->posted = false;
    ready.swap(*point->waiters);
    loop = point->loop;
  }
  while (!ready.empty()) ready.front().resume();
  loop->rest_if_idle();
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
