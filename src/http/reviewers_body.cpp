#include "http/reviewers_body.hpp"

#include "http/files_field.hpp"
#include "http/middleware/preferences.hpp"

namespace assay::http {

void write_reviewers(base::JsonWriter& json, const std::vector<ReviewerInfo>& reviewers) {
  json.key("reviewers").begin_array();
  for (const auto& reviewer : reviewers) {
    json.begin_object().field("name", reviewer.name).field("enabled", reviewer.enabled);
    json.field("detail", reviewer.detail).key("model");
    if (reviewer.model) {
      json.value(*reviewer.model);
    } else {
      json.null();
    }
    json.key("models").begin_array();
    for (const auto& model : reviewer.models) json.value(model);
    json.end_array().end_object();
  }
  json.end_array();
}

void write_limits(base::JsonWriter& json, const Vitals& vitals) {
  json.key("limits").begin_object().field("max_body_bytes", vitals.max_body_bytes);
  json.field("max_code_bytes", vitals.max_code_bytes).field("max_files", kMaxFiles);
  json.field("max_wait_seconds", kLongestWait.count()).end_object();
}

}  // namespace assay::http
