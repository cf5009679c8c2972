#include "store/stored_options.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

namespace assay::store {

std::string encode_options(const core::ReviewOptions& options) {
  core::ReviewOptions plain = options;
  plain.no_cache = false;
  if (plain == core::ReviewOptions{}) return {};
  std::string out;
  base::JsonWriter json{out};
  json.begin_object().key("reviewers").begin_array();
  for (const auto& reviewer : options.reviewers) json.value(reviewer);
  json.end_array().field("model", options.model).field("samples", options.samples).key("min_severity");
  if (options.min_severity) {
    json.value(core::to_string(*options.min_severity));
  } else {
    json.null();
  }
  // Later additions: only where they are set, so that older text stays readable.
  if (options.min_confidence) json.field("min_confidence", *options.min_confidence);
  if (options.max_issues) json.field("max_issues", *options.max_issues);
  json.end_object();
  return out;
}

std::optional<core::ReviewOptions> decode_options(std::string_view text) {
  core::ReviewOptions options;
  if (text.empty()) return options;
  const auto document = base::JsonDocument::parse(text);
  if (!document) return std::nullopt;
  const auto root = document->root();
  const auto reviewers = root.find("reviewers");
  const auto model = root.find("model");
  const auto samples = root.find("samples");
  const auto severity = root.find("min_severity");
  if (!reviewers || !model || !model->as_string() || !samples || !samples->as_int() || !severity)
    return std::nullopt;
  for (const auto& reviewer : reviewers->items()) {
    if (!reviewer.as_string()) return std::nullopt;
    options.reviewers.emplace_back(*reviewer.as_string());
  }
  options.model = std::string{*model->as_string()};
  options.samples = static_cast<int>(*samples->as_int());
  if (const auto confidence = root.find("min_confidence")) {
    options.min_confidence = confidence->as_double();
    if (!options.min_confidence) return std::nullopt;
  }
  if (const auto most = root.find("max_issues")) {
    if (!most->as_int()) return std::nullopt;
    options.max_issues = static_cast<int>(*most->as_int());
  }
  if (severity->is_null()) return options;
  if (!severity->as_string()) return std::nullopt;
  options.min_severity = core::parse_severity(*severity->as_string());
  if (!options.min_severity) return std::nullopt;
  return options;
}

}  // namespace assay::store
