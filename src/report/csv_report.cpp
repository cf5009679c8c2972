#include "report/csv_report.hpp"

#include <cstdio>

#include "base/csv.hpp"
#include "report/display.hpp"
#include "report/issue_texts.hpp"

namespace assay::report {
namespace {

constexpr std::string_view kColumns =
    "path,status,start_line,end_line,severity,category,title,detail,rule_id,cwe,confidence,sources,"
    "fingerprint,error";
constexpr std::string_view kLineEnd = "\r\n";

std::string decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string cwe_list(const std::vector<int>& numbers) {
  std::string out;
  for (const int number : numbers) out.append(out.empty() ? "CWE-" : " CWE-").append(std::to_string(number));
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

void add_issue(std::string& out, const FileReview& file, const core::Issue& issue) {
  const auto text = [&](std::string_view value) {
    base::append_csv_text(out, printable(value, LineEnds::keep));
    out += ',';
  };
  text(path_of(file, issue));
  text(to_string(file.status));
  text(issue.lines ? std::to_string(issue.lines->start) : "");
  text(issue.lines ? std::to_string(issue.lines->end) : "");
  text(core::to_string(issue.severity));
  text(core::to_string(issue.category));
  text(issue.title);
  text(issue.detail);
  text(issue.rule_id);
  text(cwe_list(issue.cwe));
  text(decimal(issue.confidence));
  text(joined(issue.sources));
  text(issue.fingerprint);
  out += kLineEnd;
}

}  // namespace

void CsvReport::begin(std::string& out) { out.append(kColumns).append(kLineEnd); }

void CsvReport::add(std::string& out, const FileReview& file) {
  if (file.status != FileStatus::completed) {
    base::append_csv_text(out, file.path);
    out.append(",").append(to_string(file.status)).append(",,,,,,,,,,,,");
    base::append_csv_text(out, file.error);
    out += kLineEnd;
  }
  if (!file.review) return;
  for (const auto& issue : file.review->issues) add_issue(out, file, issue);
}

void CsvReport::finish(std::string&, const Totals&) {}

}  // namespace assay::report
