#include "report/rdjson_report.hpp"

#include "base/json_writer.hpp"
#include "report/issue_texts.hpp"

namespace assay::report {
namespace {

using base::JsonWriter;

std::string_view severity_of(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return "ERROR";
    case core::Severity::med:
      return "WARNING";
    case core::Severity::low:
      return "INFO";
  }
  return "UNKNOWN_SEVERITY";
}

void write_range(JsonWriter& json, const core::LineRange& lines) {
  json.key("range").begin_object();
  json.key("start").begin_object().field("line", lines.start).end_object();
  json.key("end").begin_object().field("line", lines.end).end_object();
  json.end_object();
}

void write_location(JsonWriter& json, std::string_view path, const core::LineRange* lines) {
  json.key("location").begin_object().field("path", path);
  if (lines != nullptr) write_range(json, *lines);
  json.end_object();
}

void write_suggestion(JsonWriter& json, const core::Suggestion& suggestion) {
  json.key("suggestions").begin_array().begin_object();
  write_range(json, suggestion.lines);
  json.field("text", suggestion.replacement).end_object().end_array();
}

}  // namespace

void RdjsonReport::begin(std::string& out) { out += R"({"source":{"name":"assay"},"diagnostics":[)"; }

void RdjsonReport::begin_diagnostic(std::string& out) {
  out += first_ ? "\n" : ",\n";
  first_ = false;
}

void RdjsonReport::add(std::string& out, const FileReview& file) {
  if (file.status == FileStatus::failed) {
    begin_diagnostic(out);
    JsonWriter json{out};
    json.begin_object().field("message", file.error);
    write_location(json, file.path, nullptr);
    json.field("severity", "ERROR").key("code").begin_object().field("value", "assay.failed").end_object();
    json.end_object();
  }
  if (!file.review) return;
  for (const auto& issue : file.review->issues) {
    begin_diagnostic(out);
    JsonWriter json{out};
    json.begin_object().field("message", full_text(issue));
    write_location(json, repository_path(file, issue), issue.lines ? &*issue.lines : nullptr);
    json.field("severity", severity_of(issue.severity));
    json.key("code").begin_object().field("value", rule_name(issue)).end_object();
    if (issue.suggestion) write_suggestion(json, *issue.suggestion);
    json.end_object();
  }
}

void RdjsonReport::finish(std::string& out, const Totals&) { out += "\n]}\n"; }

}  // namespace assay::report
