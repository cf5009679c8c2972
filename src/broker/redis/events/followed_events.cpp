#include "broker/redis/events/followed_events.hpp"

#include <algorithm>
#include <utility>

#include "broker/rings/event_frames.hpp"

namespace assay::broker::redis {

namespace {

bool is_end(const core::JobEvent& event) {
  const auto* changed = std::get_if<core::StatusChanged>(&event);
  return changed != nullptr && is_terminal(changed->status);
}

core::EventCursor last_of(const EventRing& ring) {
  if (ring.epoch() == 0) return {};
  return {ring.epoch(), ring.next() - 1};
}

}  // namespace

FollowedEvents::FollowedEvents(RedisEventOptions options, std::function<void()> wanted)
    : options_(std::move(options)), wanted_now_(std::move(wanted)) {}

RingSpace::RingPtr FollowedEvents::empty_ring() const {
  return std::make_shared<EventRing>(RingLimits{options_.job_frames, options_.job_bytes});
}

void FollowedEvents::want_submission(const core::SubmissionId& submission) {
  wanted_submissions_.insert(submission);
  wanted_now_();
}

void FollowedEvents::want_job(const core::JobId& job) {
  auto& filled = jobs_.at(job);
  if (filled.on_its_way) {
    filled.again = true;
    return;
  }
  wanted_jobs_.insert(job);
  wanted_now_();
}

void FollowedEvents::want_scope(const core::Scope& scope) {
  auto& filled = scopes_.at(scope);
  if (filled.on_its_way) {
    filled.again = true;
    return;
  }
  wanted_scopes_.insert(scope);
  wanted_now_();
}

FollowedEvents::Wanted FollowedEvents::take_wanted() {
  Wanted wanted;
  for (const auto& submission : std::exchange(wanted_submissions_, {})) {
    if (channels_.contains(submission)) wanted.submissions.push_back(submission);
  }
  for (const auto& job : std::exchange(wanted_jobs_, {})) {
    const auto found = jobs_.find(job);
    if (found == jobs_.end()) continue;
    found->second.on_its_way = true;
    wanted.jobs.emplace_back(job, last_of(*found->second.ring));
  }
  for (const auto& scope : std::exchange(wanted_scopes_, {})) {
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) continue;
    found->second.on_its_way = true;
    wanted.scopes.emplace_back(scope, found->second.from.value_or(last_of(*found->second.ring)));
  }
  return wanted;
}

RingSpace::ChannelPtr FollowedEvents::follow(const core::SubmissionId& submission) {
  auto& followed = channels_[submission];
  if (!followed.channel) {
    followed.channel = std::make_shared<EventChannel>();
    followed.channel->ring = empty_ring();
    want_submission(submission);
  }
  return followed.channel;
}

RingSpace::RingPtr FollowedEvents::follow(const core::Scope& scope, std::optional<core::EventCursor> after) {
  auto& filled = scopes_[scope];
  if (!filled.ring) {
    filled.ring = std::make_shared<EventRing>(RingLimits{options_.scope_frames, options_.scope_bytes});
    filled.ring->set_loaded(true);  // from now on: what is heard is all there is
  }
  if (!after) return filled.ring;
  const auto& ring = *filled.ring;
  const bool has_it =
      ring.epoch() == after->epoch && after->seq + 1 >= ring.first() && after->seq < ring.next();
  if (has_it && ring.loaded()) return filled.ring;
  if (!filled.from || filled.from->epoch != after->epoch || after->seq < filled.from->seq)
    filled.from = after;
  filled.ring->set_loaded(false);
  want_scope(scope);
  return filled.ring;
}

void FollowedEvents::reader_left(const core::SubmissionId& submission, const ChannelPtr& channel,
                                 const RingPtr& ring) {
  if (!channel) {
    const auto found = std::find_if(scopes_.begin(), scopes_.end(),
                                    [&](const auto& item) { return item.second.ring == ring; });
    // The map's reference and the reader's are left.
    if (found != scopes_.end() && ring.use_count() == 2) scopes_.erase(found);
    return;
  }
  const auto found = channels_.find(submission);
  if (found == channels_.end() || found->second.channel != channel || channel.use_count() != 2) return;
  leave_job(found->second.job);
  channels_.erase(found);
}

void FollowedEvents::leave_job(const core::JobId& job) {
  const auto found = jobs_.find(job);
  if (found != jobs_.end() && --found->second.readers == 0) jobs_.erase(found);
}

void FollowedEvents::link(const core::SubmissionId& submission, const core::JobId& job) {
  auto& followed = channels_.at(submission);
  if (followed.job == job) return;
  leave_job(followed.job);
  auto& filled = jobs_[job];
  ++filled.readers;
  if (!filled.ring) {
    filled.ring = empty_ring();
    want_job(job);
  }
  followed.job = job;
  followed.channel->has_job = true;
  wake(std::exchange(followed.channel->ring, filled.ring));
}

void FollowedEvents::unlink(Channel& followed) {
  leave_job(std::exchange(followed.job, core::JobId{}));
  followed.channel->has_job = false;
  auto empty = empty_ring();
  empty->set_loaded(true);
  wake(std::exchange(followed.channel->ring, std::move(empty)));
}

void FollowedEvents::end_alone(const core::SubmissionId& submission, std::string_view name) {
  const auto found = channels_.find(submission);
  const auto status = core::parse_status(name);
  if (found == channels_.end() || !status) return;
  found->second.channel->own_end = encode_final_status(*status);
  wake(found->second.channel->ring);
}

void FollowedEvents::brought_submission(const core::SubmissionId& submission,
                                        std::optional<std::string> place) {
  const auto found = channels_.find(submission);
  if (found == channels_.end()) return;
  if (place && place->starts_with('e')) return end_alone(submission, std::string_view{*place}.substr(1));
  if (place && place->starts_with('j')) return link(submission, core::JobId{place->substr(1)});
  if (!found->second.job.empty()) return;
  found->second.channel->ring->set_loaded(true);
  wake(found->second.channel->ring);
}

bool FollowedEvents::add(EventRing& ring, core::EventCursor cursor, core::EventFrame frame) {
  if (cursor.epoch == ring.epoch()) {
    if (cursor.seq < ring.next()) return true;
    if (cursor.seq > ring.next()) return false;
  } else if (cursor.seq == 1) {
    ring.restart(cursor.epoch, 1);
  } else {
    return false;
  }
  ring.push(std::move(frame));
  return true;
}

void FollowedEvents::add_after_hole(EventRing& ring, core::EventCursor cursor, core::EventFrame frame) {
  if (cursor.epoch != ring.epoch() || cursor.seq > ring.next()) ring.restart(cursor.epoch, cursor.seq);
  add(ring, cursor, std::move(frame));
}

void FollowedEvents::brought_job(const core::JobId& job, const std::vector<StreamEntry>& entries) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return;
  auto& filled = found->second;
  // What it had last is always among them; where it is not the stream is gone.
  if (entries.empty() && filled.ring->epoch() != 0 && !filled.ring->ended()) filled.ring->lose();
  for (const auto& entry : entries) {
    const auto event = decode_event(entry.event);
    if (!event) continue;
    add_after_hole(*filled.ring, entry.cursor, encode_job_event(entry.cursor, *event));
    if (is_end(*event)) filled.ring->end();
  }
  filled.on_its_way = false;
  filled.ring->set_loaded(true);
  wake(filled.ring);
  if (std::exchange(filled.again, false)) want_job(job);
}

void FollowedEvents::brought_scope(const core::Scope& scope, const std::vector<StreamEntry>& entries) {
  const auto found = scopes_.find(scope);
  if (found == scopes_.end()) return;
  auto& filled = found->second;
  auto& ring = *filled.ring;
  if (entries.empty() && ring.epoch() != 0) ring.lose();
  if (std::exchange(filled.from, std::nullopt) && !entries.empty())
    ring.restart(entries.front().cursor.epoch, entries.front().cursor.seq);
  for (const auto& entry : entries) {
    auto frame = decode_scope_frame(entry.cursor, core::SubmissionId{entry.submission}, entry.event);
    if (frame) add_after_hole(ring, entry.cursor, std::move(frame));
  }
  filled.on_its_way = false;
  ring.set_loaded(true);
  wake(filled.ring);
  if (std::exchange(filled.again, false)) want_scope(scope);
}

void FollowedEvents::hear(const EventMessage& message) {
  using Kind = EventMessage::Kind;
  switch (message.kind) {
    case Kind::job:
      return hear_job(message);
    case Kind::scope:
      return hear_scope(message);
    case Kind::attached:
      if (channels_.contains(message.submission)) link(message.submission, message.job);
      return;
    case Kind::detached: {
      const auto found = channels_.find(message.submission);
      if (found != channels_.end() && found->second.job == message.job) unlink(found->second);
      return;
    }
    case Kind::ended:
      return end_alone(message.submission, message.event);
  }
}

void FollowedEvents::hear_job(const EventMessage& message) {
  const auto found = jobs_.find(message.job);
  if (found == jobs_.end()) return;
  auto& filled = found->second;
  const auto event = decode_event(message.event);
  if (!event) return;
  if (filled.on_its_way || !filled.ring->loaded() ||
      !add(*filled.ring, message.cursor, encode_job_event(message.cursor, *event)))
    return want_job(message.job);
  if (is_end(*event)) filled.ring->end();
  wake(filled.ring);
}

void FollowedEvents::hear_scope(const EventMessage& message) {
  const auto found = scopes_.find(message.scope);
  if (found == scopes_.end()) return;
  auto& filled = found->second;
  if (filled.on_its_way || !filled.ring->loaded()) return want_scope(message.scope);
  auto frame = decode_scope_frame(message.cursor, message.submission, message.event);
  if (!frame) return;
  // The first that is heard is where a ring without a past begins.
  if (filled.ring->epoch() == 0) filled.ring->restart(message.cursor.epoch, message.cursor.seq);
  if (!add(*filled.ring, message.cursor, std::move(frame))) return want_scope(message.scope);
  wake(filled.ring);
}

void FollowedEvents::doubt_everything() {
  for (const auto& [submission, followed] : channels_) want_submission(submission);
  for (const auto& [job, filled] : jobs_) want_job(job);
  for (const auto& [scope, filled] : scopes_) {
    if (filled.ring->loaded() && filled.ring->epoch() == 0) {
      // Nobody knows what there was to hear.
      filled.ring->lose();
      wake(filled.ring);
    } else {
      want_scope(scope);
    }
  }
}

}  // namespace assay::broker::redis
