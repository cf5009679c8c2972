#pragma once
#include "report/report.hpp"

namespace assay::report {

/// Checkstyle's XML. Severities: high error, med warning, low info. An issue without a place has no line; a
/// file that failed or was skipped is one entry that says why.
class CheckstyleReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;
};

}  // namespace assay::report
