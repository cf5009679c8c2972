#include "report/junit_report.hpp"

#include <algorithm>
#include <cstdio>

#include "report/issue_texts.hpp"
#include "report/xml_text.hpp"

namespace assay::report {
namespace {

void begin_case(std::string& out, std::string_view path, std::string_view name) {
  out += "    <testcase";
  append_xml_attribute(out, "classname", path);
  append_xml_attribute(out, "name", name);
  append_xml_attribute(out, "file", path);
}

std::string place_of(std::string_view path, const core::Issue& issue) {
  std::string out{path};
  if (!issue.lines) return out + " (no place in the code)";
  out += ":" + std::to_string(issue.lines->start);
  if (issue.lines->end != issue.lines->start) out += "-" + std::to_string(issue.lines->end);
  return out;
}

bool fails(const core::Issue& issue) { return issue.severity >= core::Severity::med; }

void add_issue(std::string& out, const FileReview& file, const core::Issue& issue) {
  const auto path = path_of(file, issue);
  auto name = rule_name(issue) + ": " + issue.title;
  if (issue.lines) name += " (line " + std::to_string(issue.lines->start) + ")";
  begin_case(out, path, name);
  if (issue.lines) append_xml_attribute(out, "line", std::to_string(issue.lines->start));
  out += ">\n      <";
  const bool failed = fails(issue);
  out += failed ? "failure" : "system-out";
  if (failed) {
    append_xml_attribute(out, "type", core::to_string(issue.severity));
    append_xml_attribute(out, "message", issue.title);
  }
  out += '>';
  append_xml(out, place_of(path, issue) + "\n" + full_text(issue));
  out += failed ? "</failure>" : "</system-out>";
  out += "\n    </testcase>\n";
}

/// A file's only case where it has no issues.
void add_file(std::string& out, const FileReview& file) {
  begin_case(out, file.path, "review");
  if (file.status == FileStatus::completed) {
    out += "/>\n";
    return;
  }
  out += ">\n      <";
  out += file.status == FileStatus::failed ? "error" : "skipped";
  append_xml_attribute(out, "message", file.error);
  out += "/>\n    </testcase>\n";
}

std::string seconds(std::int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(ms) / 1000);
  return text;
}

}  // namespace

void JUnitReport::begin(std::string& out) {
  out += kXmlHead;
  out += "<testsuites name=\"Assay\">\n";
}

void JUnitReport::add(std::string& out, const FileReview& file) {
  const auto* review = file.review.get();
  const std::size_t issues = review != nullptr ? review->issues.size() : 0;
  const auto failures = review != nullptr ? std::ranges::count_if(review->issues, fails) : 0;
  const bool own_case = issues == 0 || file.status != FileStatus::completed;
  out += "  <testsuite";
  append_xml_attribute(out, "name", file.path);
  append_xml_attribute(out, "tests", std::to_string(issues + (own_case ? 1 : 0)));
  append_xml_attribute(out, "failures", std::to_string(failures));
  append_xml_attribute(out, "errors", file.status == FileStatus::failed ? "1" : "0");
  append_xml_attribute(out, "skipped", file.status == FileStatus::skipped ? "1" : "0");
  if (review != nullptr) append_xml_attribute(out, "time", seconds(review->run_ms));
  out += ">\n";
  if (own_case) add_file(out, file);
  if (review != nullptr) {
    for (const auto& issue : review->issues) add_issue(out, file, issue);
  }
  out += "  </testsuite>\n";
}

void JUnitReport::finish(std::string& out, const Totals&) { out += "</testsuites>\n"; }

}  // namespace assay::report
