#include "report/code_quality_report.hpp"

#include "base/json_writer.hpp"
#include "base/sha256.hpp"
#include "report/issue_texts.hpp"

namespace assay::report {
namespace {

std::string_view severity_of(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return "critical";
    case core::Severity::med:
      return "major";
    case core::Severity::low:
      return "minor";
  }
  return "info";
}

/// Has to be unique in the report: equal findings in two files are two.
std::string fingerprint_of(std::string_view path, const core::Issue& issue) {
  base::Sha256 hash;
  hash.update_field(path);
  hash.update_field(issue.fingerprint);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : hash.finish()) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xfU];
  }
  return out;
}

}  // namespace

void CodeQualityReport::begin(std::string& out) { out += '['; }

void CodeQualityReport::add(std::string& out, const FileReview& file) {
  if (!file.review) return;
  for (const auto& issue : file.review->issues) {
    if (!issue.lines) continue;
    out += first_ ? "\n" : ",\n";
    first_ = false;
    const auto path = repository_path(file, issue);
    base::JsonWriter json{out};
    json.begin_object().field("description", full_text(issue)).field("check_name", rule_name(issue));
    json.field("fingerprint", fingerprint_of(path, issue)).field("severity", severity_of(issue.severity));
    json.key("location").begin_object().field("path", path).key("lines").begin_object();
    json.field("begin", issue.lines->start).field("end", issue.lines->end).end_object().end_object();
    json.end_object();
  }
}

void CodeQualityReport::finish(std::string& out, const Totals&) { out += "\n]\n"; }

}  // namespace assay::report
