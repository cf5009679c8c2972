#include "core/submission_json.hpp"

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"
#include "core/review_json.hpp"
#include "core/states_json.hpp"

namespace assay::core {
namespace {

void write_time(base::JsonWriter& json, std::string_view name, base::Timestamp time) {
  json.field(name, base::format_timestamp(time));
}

void text_or_null(base::JsonWriter& json, std::string_view name, const std::string& text) {
  if (text.empty()) {
    json.null_field(name);
  } else {
    json.field(name, text);
  }
}

}  // namespace

void append_submission_envelope(std::string& out, const Submission& submission) {
  base::JsonWriter json{out};
  json.begin_object().field("id", submission.id.str()).field("status", to_string(submission.status));
  write_time(json, "created_at", submission.created_at);
  write_time(json, "updated_at", submission.updated_at);
  json.field("language", to_string(submission.language));
  text_or_null(json, "filename", submission.filename);
  json.field("file_count", submission.file_count);
  text_or_null(json, "error", submission.error);
  json.field("cached", submission.cached).field("fingerprint", submission.fingerprint.str());
  json.field("attempts", submission.attempts);
  text_or_null(json, "rerun_of", submission.rerun_of ? submission.rerun_of->str() : std::string{});
  out.push_back(',');
}

void append_review_members(std::string& out, const SubmissionRecord& record) {
  if (!record.review_members) {
    out.append(no_review_members());
  } else if (!record.states) {
    out.append(*record.review_members);
  } else {
    append_with_states(out, *record.review_members, *record.states);
  }
}

void append_submission_members(std::string& out, const SubmissionRecord& record) {
  const auto start = out.size();
  append_submission_envelope(out, record.submission);
  out.erase(start, 1);
  append_review_members(out, record);
}

std::string encode_submission(const SubmissionRecord& record) {
  std::string out;
  append_submission_envelope(out, record.submission);
  append_review_members(out, record);
  out.push_back('}');
  return out;
}

}  // namespace assay::core
