#pragma once
#include "report/report.hpp"

namespace assay::report {

/// GitLab's Code Quality report (docs.gitlab.com, "Code Quality", "Custom tool"): an array of violations.
/// Severities: high critical, med major, low minor. The format has a place for nothing but violations with a
/// line: issues without a place, and files that failed or were skipped, are not in it.
class CodeQualityReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;

 private:
  bool first_ = true;
};

}  // namespace assay::report
