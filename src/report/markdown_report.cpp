#include "report/markdown_report.hpp"

#include "report/issue_texts.hpp"
#include "report/markdown_text.hpp"

namespace assay::report {
namespace {

std::string place_of(const FileReview& file, const core::Issue& issue) {
  std::string place{path_of(file, issue)};
  if (!issue.lines) return markdown_span(place) + ", no place in the code";
  place += ":" + std::to_string(issue.lines->start);
  if (issue.lines->end != issue.lines->start) place += "-" + std::to_string(issue.lines->end);
  return markdown_span(place);
}

std::string facts_of(const core::Issue& issue) {
  std::string out{core::to_string(issue.category)};
  if (!issue.rule_id.empty()) out.append(", ").append(markdown_span(issue.rule_id));
  for (const int number : issue.cwe) out.append(", CWE-").append(std::to_string(number));
  for (const auto& source : issue.sources) out.append(", ").append(markdown_text(source));
  return out;
}

void add_issue(std::string& out, const FileReview& file, const core::Issue& issue) {
  const std::string language{file.language ? core::to_string(*file.language) : ""};
  out.append("#### ").append(core::to_string(issue.severity)).append(": ").append(markdown_text(issue.title));
  out.append("\n\n").append(place_of(file, issue)).append(" (").append(facts_of(issue)).append(")\n\n");
  if (!issue.quote.empty()) out.append(markdown_code(issue.quote, language)).append("\n");
  if (!issue.detail.empty()) out.append(markdown_lines(issue.detail)).append("\n\n");
  if (issue.suggestion) {
    const auto& lines = issue.suggestion->lines;
    out.append("Suggested for line").append(lines.start == lines.end ? " " : "s ");
    out.append(std::to_string(lines.start));
    if (lines.start != lines.end) out.append(" to ").append(std::to_string(lines.end));
    if (issue.suggestion->replacement.empty()) {
      out.append(": remove.\n\n");
    } else {
      out.append(":\n\n").append(markdown_code(issue.suggestion->replacement, language)).append("\n");
    }
  }
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number).append(" ").append(number == 1 ? one : many);
}

}  // namespace

void MarkdownReport::begin(std::string& out) { out += "## Code review by Assay\n\n"; }

void MarkdownReport::add(std::string& out, const FileReview& file) {
  const bool issues = file.review && !file.review->issues.empty();
  if (file.status != FileStatus::failed && !issues) return;
  out.append("### ").append(markdown_span(file.path));
  if (file.review && file.review->scores)
    out.append(" score ").append(std::to_string(file.review->scores->overall)).append(" of 10");
  out += "\n\n";
  if (file.status == FileStatus::failed)
    out.append("**The review failed:** ").append(markdown_text(file.error)).append("\n\n");
  if (!file.review) return;
  for (const auto& issue : file.review->issues) add_issue(out, file, issue);
}

void MarkdownReport::finish(std::string& out, const Totals& totals) {
  out += "### Summary\n\n| | |\n|---|---|\n";
  const auto row = [&](std::string_view name, const std::string& value) {
    out.append("| ").append(name).append(" | ").append(value).append(" |\n");
  };
  row("Reviewed", counted(totals.completed, "file", "files"));
  if (totals.in_part > 0) row("Not in full", counted(totals.in_part, "file", "files"));
  if (totals.failed > 0) row("Failed", counted(totals.failed, "file", "files"));
  for (const auto& [reason, files] : totals.skipped_because)
    row("Skipped (" + markdown_text(reason) + ")", counted(files, "file", "files"));
  row("Issues", std::to_string(totals.issues[2]) + " high, " + std::to_string(totals.issues[1]) + " med, " +
                    std::to_string(totals.issues[0]) + " low");
  for (const auto& [to, bytes] : totals.sent)
    row("Sent to " + markdown_text(to), counted(bytes, "byte", "bytes"));
}

}  // namespace assay::report
