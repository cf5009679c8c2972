#include "broker/rings/event_frames.hpp"

#include <charconv>

#include "base/json_writer.hpp"

namespace assay::broker {
namespace {

using base::JsonWriter;

std::string begin(core::EventCursor cursor, std::string_view name, std::size_t reserve) {
  std::string out;
  out.reserve(reserve);
  out.append("id: ").append(core::to_string(cursor)).append("\nevent: ").append(name).append("\ndata: ");
  return out;
}

core::EventFrame end(std::string out) {
  out.append("\n\n");
  return std::make_shared<const std::string>(std::move(out));
}

/// A line break would end the data line and let a text write frames of its own. Inside JSON strings they are
/// escaped already; between tokens a space means the same.
void append_on_one_line(std::string& out, std::string_view json) {
  const auto from = out.size();
  out.append(json);
  for (auto i = from; i < out.size(); ++i) {  // written always, so that many bytes are done at once
    const char c = out[i];
    const bool is_break = c == '\n' || c == '\r' || c == '\0';
    out[i] = is_break ? ' ' : c;
  }
}

void begin_object(std::string& out, const core::SubmissionId& id) {
  out.append("{\"id\":");
  base::append_json_string(out, id.str());
}

struct JobEncoder {
  core::EventCursor cursor;

  std::string operator()(const core::StatusChanged& event) const {
    return begin(cursor, "status", 80).append(to_string(event.status));
  }
  std::string operator()(const core::Progressed& event) const {
    auto out = begin(cursor, "progress", 128);
    JsonWriter{out}
        .begin_object()
        .field("percent", event.percent)
        .field("stage", to_string(event.stage))
        .end_object();
    return out;
  }
  std::string operator()(const core::IssueFound& event) const {
    auto out = begin(cursor, "issue", 80 + event.issue_json.size());
    append_on_one_line(out, event.issue_json);
    return out;
  }
};

struct SubmissionEncoder {
  core::EventCursor cursor;
  const core::SubmissionId& id;

  std::string operator()(const core::StatusChanged& event) const {
    auto out = begin(cursor, "status", 160);
    begin_object(out, id);
    return out.append(",\"status\":\"").append(to_string(event.status)).append("\"}");
  }
  std::string operator()(const core::Progressed& event) const {
    auto out = begin(cursor, "progress", 160);
    begin_object(out, id);
    return out.append(",\"percent\":")
        .append(std::to_string(event.percent))
        .append(",\"stage\":\"")
        .append(to_string(event.stage))
        .append("\"}");
  }
  std::string operator()(const core::IssueFound& event) const {
    auto out = begin(cursor, "issue", 160 + event.issue_json.size());
    begin_object(out, id);
    out.append(",\"issue\":");
    append_on_one_line(out, event.issue_json);
    return out.append("}");
  }
};

}  // namespace

core::EventFrame encode_job_event(core::EventCursor cursor, const core::JobEvent& event) {
  return end(std::visit(JobEncoder{cursor}, event));
}

core::EventFrame encode_submission_event(core::EventCursor cursor, const core::SubmissionId& id,
                                         const core::JobEvent& event) {
  return end(std::visit(SubmissionEncoder{cursor, id}, event));
}

core::EventFrame encode_done(core::EventCursor cursor, const core::SubmissionId& id, core::Status status) {
  auto out = begin(cursor, "done", 160);
  begin_object(out, id);
  return end(out.append(",\"status\":\"").append(to_string(status)).append("\"}"));
}

core::EventFrame encode_final_status(core::Status status) {
  return end(std::string{"event: status\ndata: "}.append(to_string(status)));
}

}  // namespace assay::broker
