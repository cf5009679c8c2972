#pragma once
#include "report/report.hpp"

namespace assay::report {

/// RFC 4180 with a header; one record for each issue, and one without an issue for each file that failed or
/// was skipped (`status` and `error` say so). Lines are empty where an issue has no place. Text that a
/// spreadsheet would run as a formula gets an apostrophe in front.
class CsvReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;
};

}  // namespace assay::report
