#include "http/routes/routes.hpp"
#include "http/sse/frames.hpp"
#include "http/sse/scope_stream.hpp"

namespace assay::http {

Reply stream_events(Api& api, const Request& request) {
  const auto last = request.header("last-event-id");
  auto after = core::parse_event_cursor(last);
  // Whoever names an event that can't be one has missed something: a cursor of no epoch says so.
  if (!last.empty() && !after) after = core::EventCursor{};
  return stream_response(std::make_unique<ScopeStream>(api.events.subscribe_all(scope_of(request), after)));
}

}  // namespace assay::http
