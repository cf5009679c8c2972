#include "report/formats.hpp"

#include <array>

#include "report/checkstyle_report.hpp"
#include "report/code_quality_report.hpp"
#include "report/csv_report.hpp"
#include "report/github_report.hpp"
#include "report/json_report.hpp"
#include "report/junit_report.hpp"
#include "report/markdown_report.hpp"
#include "report/rdjson_report.hpp"
#include "report/sarif_report.hpp"
#include "report/text_report.hpp"

namespace assay::report {
namespace {

constexpr std::array kFormats = {
    FormatInfo{Format::text, "text", "text/plain; charset=utf-8", "txt"},
    FormatInfo{Format::json, "json", "application/json", "json"},
    FormatInfo{Format::sarif, "sarif", "application/sarif+json", "sarif"},
    FormatInfo{Format::codequality, "codequality", "application/json", "json"},
    FormatInfo{Format::junit, "junit", "application/xml", "xml"},
    FormatInfo{Format::checkstyle, "checkstyle", "application/xml", "xml"},
    FormatInfo{Format::rdjson, "rdjson", "application/json", "json"},
    FormatInfo{Format::github, "github", "text/plain; charset=utf-8", "txt"},
    FormatInfo{Format::markdown, "markdown", "text/markdown; charset=utf-8", "md"},
    FormatInfo{Format::csv, "csv", "text/csv; charset=utf-8", "csv"},
};

}  // namespace

std::span<const FormatInfo> all_formats() { return kFormats; }

std::optional<Format> parse_format(std::string_view name) {
  for (const auto& info : kFormats) {
    if (info.name == name) return info.format;
  }
  return std::nullopt;
}

std::unique_ptr<Report> make_report(Format format, const ReportOptions& options) {
  switch (format) {
    case Format::text:
      return std::make_unique<TextReport>(options.width, options.colours);
    case Format::json:
      return std::make_unique<JsonReport>();
    case Format::sarif:
      return std::make_unique<SarifReport>(options.version);
    case Format::codequality:
      return std::make_unique<CodeQualityReport>();
    case Format::junit:
      return std::make_unique<JUnitReport>();
    case Format::checkstyle:
      return std::make_unique<CheckstyleReport>();
    case Format::rdjson:
      return std::make_unique<RdjsonReport>();
    case Format::github:
      return std::make_unique<GithubReport>();
    case Format::markdown:
      return std::make_unique<MarkdownReport>();
    case Format::csv:
      return std::make_unique<CsvReport>();
  }
  return nullptr;
}

std::string report_all(Format format, const ReportOptions& options, std::span<const FileReview> files) {
  const auto report = make_report(format, options);
  Totals totals;
  std::string out;
  report->begin(out);
  for (const auto& file : files) {
    totals.add(file);
    if (file.review) totals.run_ms += file.review->run_ms;
    report->add(out, file);
  }
  report->finish(out, totals);
  return out;
}

std::string report_one(Format format, const ReportOptions& options, const FileReview& file) {
  return report_all(format, options, {&file, 1});
}

}  // namespace assay::report
