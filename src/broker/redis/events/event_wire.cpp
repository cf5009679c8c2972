#include "broker/redis/events/event_wire.hpp"

#include <charconv>
#include <initializer_list>

#include "broker/rings/event_frames.hpp"

namespace assay::broker::redis {
namespace {

struct Encoder {
  std::string operator()(const core::StatusChanged& event) const {
    return "s" + std::string{to_string(event.status)};
  }
  std::string operator()(const core::Progressed& event) const {
    return "p" + std::to_string(event.percent) + " " + std::string{to_string(event.stage)};
  }
  std::string operator()(const core::IssueFound& event) const { return "i" + event.issue_json; }
};

std::optional<core::Stage> parse_stage(std::string_view name) {
  using core::Stage;
  for (const auto stage : {Stage::queued, Stage::preparing, Stage::analysing, Stage::verifying,
                           Stage::scoring, Stage::completed}) {
    if (to_string(stage) == name) return stage;
  }
  return std::nullopt;
}

std::optional<core::JobEvent> parse_progress(std::string_view text) {
  int percent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  const auto used = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || used == text.size()) return std::nullopt;
  const auto stage = parse_stage(text.substr(used + 1));
  if (!stage) return std::nullopt;
  return core::Progressed{percent, *stage};
}

/// Takes what comes before the next line feed.
std::string_view take_field(std::string_view& text) {
  const auto end = text.find('\n');
  const auto field = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return field;
}

}  // namespace

std::string encode_event(const core::JobEvent& event) { return std::visit(Encoder{}, event); }

std::string encode_done_event(core::Status status) { return "d" + std::string{to_string(status)}; }

std::optional<core::JobEvent> decode_event(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto rest = text.substr(1);
  switch (text.front()) {
    case 's':
      if (const auto status = core::parse_status(rest)) return core::StatusChanged{*status};
      return std::nullopt;
    case 'p':
      return parse_progress(rest);
    case 'i':
      return core::IssueFound{std::string{rest}};
    default:
      return std::nullopt;
  }
}

core::EventFrame decode_scope_frame(core::EventCursor cursor, const core::SubmissionId& submission,
                                    std::string_view text) {
  if (text.starts_with('d')) {
    const auto status = core::parse_status(text.substr(1));
    return status ? encode_done(cursor, submission, *status) : nullptr;
  }
  const auto event = decode_event(text);
  return event ? encode_submission_event(cursor, submission, *event) : nullptr;
}

std::optional<EventMessage> parse_event_message(std::string_view text) {
  using Kind = EventMessage::Kind;
  if (text.empty()) return std::nullopt;
  EventMessage message;
  message.kind = static_cast<Kind>(text.front());
  text.remove_prefix(1);
  const auto id = [](std::string_view field) { return std::string{field}; };
  std::optional<core::EventCursor> cursor = core::EventCursor{};
  switch (message.kind) {
    case Kind::job:
      message.job = core::JobId{id(take_field(text))};
      cursor = core::parse_event_cursor(take_field(text));
      break;
    case Kind::attached:
    case Kind::detached:
      message.job = core::JobId{id(take_field(text))};
      message.submission = core::SubmissionId{id(take_field(text))};
      break;
    case Kind::ended:
      message.submission = core::SubmissionId{id(take_field(text))};
      break;
    case Kind::scope:
      message.scope = core::Scope{id(take_field(text))};
      cursor = core::parse_event_cursor(take_field(text));
      message.submission = core::SubmissionId{id(take_field(text))};
      break;
    default:
      return std::nullopt;
  }
  if (!cursor) return std::nullopt;
  message.cursor = *cursor;
  message.event = text;
  return message;
}

}  // namespace assay::broker::redis
