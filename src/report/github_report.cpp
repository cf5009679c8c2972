#include "report/github_report.hpp"

#include "report/display.hpp"
#include "report/issue_texts.hpp"

namespace assay::report {
namespace {

std::string_view command_of(core::Severity severity) {
  switch (severity) {
    case core::Severity::high:
      return "error";
    case core::Severity::med:
      return "warning";
    case core::Severity::low:
      return "notice";
  }
  return "debug";
}

/// As @actions/core escapes: the message's line ends and percent signs, in properties colons and commas as
/// well.
enum class Part : bool { message, property };
void append_escaped(std::string& out, std::string_view raw, Part part) {
  // Logs interpret escape sequences.
  for (const char c : printable(raw, LineEnds::keep)) {
    const bool separator = part == Part::property && (c == ':' || c == ',');
    if (c == '%') {
      out += "%25";
    } else if (c == '\n') {
      out += "%0A";
    } else if (separator) {
      out += c == ':' ? "%3A" : "%2C";
    } else {
      out += c;
    }
  }
}

}  // namespace

void GithubReport::begin(std::string&) {}

void GithubReport::add(std::string& out, const FileReview& file) {
  if (file.status == FileStatus::failed) {
    out += "::error file=";
    append_escaped(out, file.path, Part::property);
    out += ",title=Assay could not review this file::";
    append_escaped(out, file.error, Part::message);
    out += '\n';
  }
  if (!file.review) return;
  for (const auto& issue : file.review->issues) {
    out.append("::").append(command_of(issue.severity)).append(" file=");
    append_escaped(out, repository_path(file, issue), Part::property);
    if (issue.lines) {
      out.append(",line=").append(std::to_string(issue.lines->start));
      out.append(",endLine=").append(std::to_string(issue.lines->end));
    }
    out += ",title=";
    append_escaped(out, issue.title, Part::property);
    out += "::";
    const auto& text = issue.detail.empty() ? issue.title : issue.detail;
    append_escaped(out, text + " (" + rule_name(issue) + ")", Part::message);
    out += '\n';
  }
}

void GithubReport::finish(std::string&, const Totals&) {}

}  // namespace assay::report
