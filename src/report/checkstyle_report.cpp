#include "report/checkstyle_report.hpp"

#include "report/issue_texts.hpp"
#include "report/xml_text.hpp"

namespace assay::report {
namespace {

std::string_view severity_of(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return "error";
    case core::Severity::med:
      return "warning";
    case core::Severity::low:
      return "info";
  }
  return "ignore";
}

void begin_file(std::string& out, std::string_view path) {
  out += "  <file";
  append_xml_attribute(out, "name", path);
  out += ">\n";
}

void add_entry(std::string& out, int line, std::string_view severity, std::string_view message,
               std::string_view source) {
  out += "    <error";
  if (line > 0) append_xml_attribute(out, "line", std::to_string(line));
  append_xml_attribute(out, "severity", severity);
  append_xml_attribute(out, "message", message);
  append_xml_attribute(out, "source", source);
  out += "/>\n";
}

}  // namespace

void CheckstyleReport::begin(std::string& out) {
  out += kXmlHead;
  out += "<checkstyle version=\"4.3\">\n";
}

void CheckstyleReport::add(std::string& out, const FileReview& file) {
  begin_file(out, file.path);
  std::string_view open = file.path;
  if (file.status != FileStatus::completed) {
    add_entry(out, 0, file.status == FileStatus::failed ? "error" : "info", file.error,
              file.status == FileStatus::failed ? "assay.failed" : "assay.skipped");
  }
  if (file.review) {
    for (const auto& issue : file.review->issues) {
      if (const auto path = path_of(file, issue); path != open) {
        out += "  </file>\n";
        begin_file(out, path);
        open = path;
      }
      add_entry(out, issue.lines ? issue.lines->start : 0, severity_of(issue.severity), full_text(issue),
                "assay." + rule_name(issue));
    }
  }
  out += "  </file>\n";
}

void CheckstyleReport::finish(std::string& out, const Totals&) { out += "</checkstyle>\n"; }

}  // namespace assay::report
