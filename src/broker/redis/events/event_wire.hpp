#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::broker::redis {

/// Events as they stand in Redis; the form is described in scripts/events.lua.
std::string encode_event(const core::JobEvent& event);
std::string encode_done_event(core::Status status);
/// Nothing for what is no event of a job.
std::optional<core::JobEvent> decode_event(std::string_view text);
/// A frame of a scope's stream; null for what is no event.
core::EventFrame decode_scope_frame(core::EventCursor cursor, const core::SubmissionId& submission,
                                    std::string_view text);

/// A message on the channel of events.
struct EventMessage {
  enum class Kind : char { job = 'J', attached = 'A', detached = 'D', ended = 'E', scope = 'C' };
  Kind kind{};
  core::JobId job;                ///< of job, attached, detached
  core::Scope scope;              ///< of scope
  core::SubmissionId submission;  ///< of all but job
  core::EventCursor cursor;       ///< of job, scope
  std::string_view event;         ///< of job, scope; of ended the status
};
/// Nothing for what is none. `event` points into `text`.
std::optional<EventMessage> parse_event_message(std::string_view text);

/// One entry of a stream, as XRANGE gives it.
struct StreamEntry {
  core::EventCursor cursor;
  std::string submission;  ///< of a scope's
  std::string event;
};

}  // namespace assay::broker::redis
