#include "http/sse/frames.hpp"

namespace assay::http {
namespace {

core::EventFrame shared(std::string bytes) { return std::make_shared<const std::string>(std::move(bytes)); }

}  // namespace

std::string event_frame(std::string_view name, std::string_view data) {
  std::string out;
  out.reserve(name.size() + data.size() + 20);
  out.append("event: ").append(name).append("\ndata: ");
  const auto from = out.size();
  out.append(data);
  for (auto i = from; i < out.size(); ++i) {
    if (out[i] == '\n' || out[i] == '\r' || out[i] == '\0') out[i] = ' ';
  }
  return out.append("\n\n");
}

std::optional<core::Status> status_in_frame(std::string_view frame) {
  constexpr std::string_view kEvent = "event: status\ndata: ";
  if (frame.starts_with("id: ")) frame.remove_prefix(std::min(frame.size(), frame.find('\n') + 1));
  if (!frame.starts_with(kEvent)) return std::nullopt;
  frame.remove_prefix(kEvent.size());
  return core::parse_status(frame.substr(0, frame.find('\n')));
}

core::EventFrame ping_comment() {
  static const auto frame = shared(": ping\n\n");
  return frame;
}

core::EventFrame ping_event() {
  static const auto frame = shared("event: ping\ndata: {}\n\n");
  return frame;
}

core::EventFrame gap_event() {
  static const auto frame = shared("event: snapshot\ndata: {\"gap\":true}\n\n");
  return frame;
}

Response stream_response(std::unique_ptr<EventStream> stream) {
  Response response;
  response.content_type = kEventStream;
  response.headers = "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n";
  response.stream = std::move(stream);
  return response;
}

Response short_stream(std::string bytes) {
  Response response;
  response.content_type = kEventStream;
  response.headers = "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n";
  response.body = std::string{kRetryHint} + std::move(bytes);
  response.close = true;
  return response;
}

}  // namespace assay::http
