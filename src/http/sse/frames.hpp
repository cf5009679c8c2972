#pragma once
#include <optional>
#include <string_view>

#include "core/lifecycle.hpp"
#include "core/ports/event_bus.hpp"
#include "http/response.hpp"

namespace assay::http {

/// Reconnect after 2 s: first bytes of every stream.
inline constexpr std::string_view kRetryHint = "retry: 2000\n\n";

/// "event: <name>\ndata: <data>\n\n". A line break or NUL in `data` becomes a space, so that no text can end
/// its line and write frames of its own.
std::string event_frame(std::string_view name, std::string_view data);

/// The status a per-review `status` frame carries; nothing for any other frame.
std::optional<core::Status> status_in_frame(std::string_view frame);

/// Frames that are always the same, shared by all connections.
core::EventFrame ping_comment();
core::EventFrame ping_event();
core::EventFrame gap_event();  ///< `snapshot` with gap true: events are lost to this reader

/// 200 with the fields of a stream.
Response stream_response(std::unique_ptr<EventStream> stream);
/// A stream that says one thing and ends.
Response short_stream(std::string bytes);

}  // namespace assay::http
