#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/routes/routes.hpp"
#include "http/sse/frames.hpp"
#include "http/sse/review_stream.hpp"

namespace assay::http {
namespace {

constexpr std::int64_t kMaxPing = 60'000;
constexpr std::int64_t kDefaultPing = 15'000;

base::Task<Response> open(Api& api, core::Scope scope, core::SubmissionId id, core::EventCursor after,
                          std::chrono::milliseconds ping) {
  // First subscribe, then read the state: a change between the two is in the subscription.
  auto subscription = api.events.subscribe(id, after);
  const auto found = co_await api.reader.find(std::move(scope), std::move(id));
  if (!found) {
    if (found.error().code == base::Errc::not_found)
      co_return short_stream(event_frame("error", "not_found"));
    co_return problem(found.error());
  }
  co_return stream_response(
      std::make_unique<ReviewStream>(api.reader, *found, std::move(subscription), ping));
}

}  // namespace

/// A wrong id is told inside the stream: clients of it can't see a status.
Reply stream_review(Api& api, const Request& request) {
  const auto query = Query::parse(request.query);
  if (!query) return problem(query.error());
  const auto ping = query->integer("ping", 0, kMaxPing);
  if (!ping) return problem(ping.error());
  if (!core::is_well_formed_id(request.id)) return short_stream(event_frame("error", "invalid_id"));
  // Without a place to go on from: everything the ring has, so that findings of before are seen.
  const auto after = core::parse_event_cursor(request.header("last-event-id")).value_or(core::EventCursor{});
  return open(api, scope_of(request), core::SubmissionId{std::string{request.id}}, after,
              std::chrono::milliseconds{ping->value_or(kDefaultPing)});
}

}  // namespace assay::http
