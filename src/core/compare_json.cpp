#include "core/compare_json.hpp"

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"
#include "core/review_json.hpp"
#include "core/states_json.hpp"

namespace assay::core {
namespace {

using base::JsonWriter;

void write_side(JsonWriter& json, const SubmissionRecord& record, const Review& review) {
  const auto& submission = record.submission;
  json.begin_object().field("id", submission.id.str());
  json.field("created_at", base::format_timestamp(submission.created_at));
  json.field("language", to_string(submission.language));
  if (submission.filename.empty()) {
    json.null_field("filename");
  } else {
    json.field("filename", submission.filename);
  }
  if (!review.scores) {
    json.null_field("score").null_field("scores").end_object();
    return;
  }
  json.field("score", review.scores->overall).key("scores").begin_object();
  for (std::size_t i = 0; i < kCategories.size(); ++i)
    json.field(to_string(kCategories[i]), review.scores->by_category[i]);
  json.end_object().end_object();
}

void write_issue(JsonWriter& json, std::string_view name, const Issue& issue,
                 const SubmissionRecord& record) {
  json.key(name).raw(encode_issue(issue, state_in(record.states.get(), issue.fingerprint)));
}

void write_gone(JsonWriter& json, std::string_view name, const std::vector<GoneIssue>& list,
                const SubmissionRecord& record) {
  json.key(name).begin_array();
  for (const auto& gone : list) {
    json.begin_object();
    write_issue(json, "issue", *gone.issue, record);
    json.field("reason", to_string(gone.reason)).end_object();
  }
  json.end_array();
}

}  // namespace

std::string encode_comparison(const Comparison& comparison, const SubmissionRecord& before,
                              const Review& review_before, const SubmissionRecord& after,
                              const Review& review_after) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("before");
  write_side(json, before, review_before);
  json.key("after");
  write_side(json, after, review_after);
  json.key("score_change");
  if (review_before.scores && review_after.scores) {
    json.value(review_after.scores->overall - review_before.scores->overall);
  } else {
    json.null();
  }
  json.key("counts").begin_object().field("new", comparison.appeared.size());
  json.field("persisting", comparison.persisting.size()).field("fixed", comparison.fixed.size());
  json.field("not_redetected", comparison.not_redetected.size()).end_object();
  json.key("new").begin_array();
  for (const auto& item : comparison.appeared) {
    json.begin_object();
    write_issue(json, "issue", *item.issue, after);
    json.field("code_changed", item.code_changed).end_object();
  }
  json.end_array().key("persisting").begin_array();
  for (const auto& item : comparison.persisting) {
    json.begin_object();
    write_issue(json, "before", *item.before, before);
    write_issue(json, "after", *item.after, after);
    json.field("moved", item.moved).end_object();
  }
  json.end_array();
  write_gone(json, "fixed", comparison.fixed, before);
  write_gone(json, "not_redetected", comparison.not_redetected, before);
  json.end_object();
  return out;
}

}  // namespace assay::core
