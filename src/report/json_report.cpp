#include "report/json_report.hpp"

#include "base/json_writer.hpp"
#include "core/review_json.hpp"
#include "core/states_json.hpp"

namespace assay::report {

void JsonReport::begin(std::string& out) { out += "{\"version\":1,\"files\":["; }

void JsonReport::add(std::string& out, const FileReview& file) {
  if (!first_) out += ',';
  first_ = false;
  out += '\n';
  base::JsonWriter json{out};
  json.begin_object().field("path", file.path);
  if (file.language) {
    json.field("language", core::to_string(*file.language));
  } else {
    json.null_field("language");
  }
  json.field("status", to_string(file.status));
  if (file.error.empty()) {
    json.null_field("error");
  } else {
    json.field("error", file.error);
  }
  out += ',';
  if (!file.review) {
    out += core::no_review_members();
  } else if (!file.states) {
    out += core::encode_review_members(*file.review);
  } else {
    core::append_with_states(out, core::encode_review_members(*file.review), *file.states);
  }
  out += '}';
}

void JsonReport::finish(std::string& out, const Totals& totals) {
  out += "\n],\"summary\":";
  base::JsonWriter json{out};
  json.begin_object().field("files", totals.files()).field("completed", totals.completed);
  json.field("failed", totals.failed).field("skipped", totals.skipped).field("issues", totals.all_issues());
  json.key("by_severity").begin_object().field("high", totals.issues[2]).field("med", totals.issues[1]);
  json.field("low", totals.issues[0]).end_object();
  constexpr double kTenths = 10;
  if (totals.scored > 0) {
    const auto mean = static_cast<double>(totals.score_sum) / static_cast<double>(totals.scored);
    json.field("avg_score", static_cast<double>(static_cast<std::int64_t>(mean * kTenths + 0.5)) / kTenths);
  } else {
    json.null_field("avg_score");
  }
  json.field("run_ms", totals.run_ms).end_object();
  out += "}\n";
}

}  // namespace assay::report
