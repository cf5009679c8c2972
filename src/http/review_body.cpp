#include "http/review_body.hpp"

#include <array>
#include <charconv>
#include <chrono>

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"
#include "core/submission_json.hpp"

namespace assay::http {
namespace {

void append_number(std::string& out, std::int64_t number, int base = 10) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr);
}

void append_text_or_null(std::string& out, std::string_view text) {
  if (text.empty()) {
    out.append("null");
  } else {
    base::append_json_string(out, text);
  }
}

std::size_t hash_of(const std::string& fingerprint, const core::IssueState& state) {
  const std::hash<std::string> hash;
  const auto at = state.at ? state.at->time_since_epoch().count() : 0;
  return hash(fingerprint) ^ (hash(state.reason) * 3) ^ (hash(state.by) * 5) ^
         (static_cast<std::size_t>(at) * 7 + static_cast<std::size_t>(state.status));
}

}  // namespace

// Written by hand and not with JsonWriter: this runs for every GET of a review.
void append_envelope(std::string& out, const core::Submission& submission) {
  out.append("\"id\":");
  base::append_json_string(out, submission.id.str());
  out.append(",\"status\":\"").append(to_string(submission.status)).append("\",\"created_at\":\"");
  base::append_timestamp(out, submission.created_at);
  out.append("\",\"updated_at\":\"");
  base::append_timestamp(out, submission.updated_at);
  out.append("\",\"language\":\"").append(to_string(submission.language)).append("\",\"filename\":");
  append_text_or_null(out, submission.filename);
  out.append(",\"file_count\":");
  append_number(out, submission.file_count);
  out.append(",\"error\":");
  append_text_or_null(out, submission.error);
  out.append(submission.cached ? ",\"cached\":true,\"fingerprint\":\""
                               : ",\"cached\":false,\"fingerprint\":\"");
  out.append(submission.fingerprint.str()).append("\",\"attempts\":");
  append_number(out, submission.attempts);
  out.append(",\"rerun_of\":");
  append_text_or_null(
      out, submission.rerun_of ? std::string_view{submission.rerun_of->str()} : std::string_view{});
  out.push_back(',');
}

void append_review(std::string& out, const core::SubmissionRecord& record) {
  out.push_back('{');
  append_envelope(out, record.submission);
  core::append_review_members(out, record);
  out.push_back('}');
}

std::string review_etag(const core::SubmissionRecord& record) {
  const auto& submission = record.submission;
  std::string out = "\"";
  append_number(out, submission.updated_at.time_since_epoch().count(), 36);
  out.push_back('-');
  append_number(out, static_cast<int>(submission.status));
  append_number(out, submission.attempts);
  if (record.states) {
    std::size_t mixed = 0;
    for (const auto& [fingerprint, state] : *record.states) mixed = mixed * 31 + hash_of(fingerprint, state);
    out.push_back('-');
    append_number(out, static_cast<std::int64_t>(mixed >> 1), 36);
  }
  // Another release may write the same review with more members.
  out.append("-").append(ASSAY_VERSION).append("\"");
  return out;
}

Response review_response(const core::SubmissionRecord& record) {
  Response response;
  response.content_type = kJson;
  response.body.reserve(512);
  response.body.push_back('{');
  append_envelope(response.body, record.submission);
  if (record.review_members && !record.states) {
    response.shared = record.review_members;
    response.tail = "}";
  } else {
    core::append_review_members(response.body, record);
    response.body.push_back('}');
  }
  response.headers.append("ETag: ").append(review_etag(record)).append("\r\nCache-Control: no-cache\r\n");
  return response;
}

std::string done_data(const core::SubmissionRecord& record) {
  const auto& submission = record.submission;
  std::string out = "{\"status\":\"";
  out.append(to_string(submission.status)).push_back('"');
  if (record.review_members) {
    const auto duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(submission.updated_at - submission.created_at);
    out.append(",\"review\":{\"_id\":");
    base::append_json_string(out, submission.id.str());
    out.append(",\"submission_id\":");
    base::append_json_string(out, submission.id.str());
    out.append(",\"duration_ms\":");
    append_number(out, duration.count());
    out.push_back(',');
    append_envelope(out, submission);
    core::append_review_members(out, record);
    out.push_back('}');
  }
  out.push_back('}');
  return out;
}

}  // namespace assay::http
