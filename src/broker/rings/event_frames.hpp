#pragma once
#include "core/event.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::broker {

/// Server-Sent Events frames of the stream of one review: `status` (the bare word), `progress`, `issue`.
core::EventFrame encode_job_event(core::EventCursor cursor, const core::JobEvent& event);
/// Frames of the stream of everything, which name the submission.
core::EventFrame encode_submission_event(core::EventCursor cursor, const core::SubmissionId& id,
                                         const core::JobEvent& event);
/// `event: done` of the stream of everything.
core::EventFrame encode_done(core::EventCursor cursor, const core::SubmissionId& id, core::Status status);
/// A status without an id: nothing can be resumed after it.
core::EventFrame encode_final_status(core::Status status);

}  // namespace assay::broker
