#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "report/report.hpp"

namespace assay::report {

enum class Format : std::uint8_t {
  text,
  json,
  sarif,
  codequality,
  junit,
  checkstyle,
  rdjson,
  github,
  markdown,
  csv,
};

struct FormatInfo {
  Format format;
  std::string_view name;  ///< as users write it
  std::string_view media_type;
  std::string_view extension;  ///< of a file that holds one, without the dot
};

/// Every format there is, in the order they are listed to users.
std::span<const FormatInfo> all_formats();
std::optional<Format> parse_format(std::string_view name);

struct ReportOptions {
  std::string version;   ///< of Assay, for formats that name their tool
  bool colours = false;  ///< text only
  int width = 100;       ///< text only: columns
};

std::unique_ptr<Report> make_report(Format format, const ReportOptions& options);

/// The whole document about these files; `run_ms` of the totals is the sum of the reviews'.
std::string report_all(Format format, const ReportOptions& options, std::span<const FileReview> files);
/// The same about one.
std::string report_one(Format format, const ReportOptions& options, const FileReview& file);

}  // namespace assay::report
