#include "http/routes/routes.hpp"
#include "http/sse/frames.hpp"
#include "http/sse/scope_stream.hpp"

namespace assay::http {

Reply stream_events(Api& api, const Request& request) {
  const auto after = core::parse_event_cursor(request.header("last-event-id"));
  return stream_response(std::make_unique<ScopeStream>(api.events.subscribe_all(scope_of(request), after)));
}

}  // namespace assay::http
