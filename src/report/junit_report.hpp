#pragma once
#include "report/report.hpp"

namespace assay::report {

/// JUnit's XML as Jenkins, GitLab and others read it: one suite for each file, one failed case for each issue
/// of severity med or high, one passed case with its text for each of severity low; a file without issues is
/// a passed case, one that failed an error, one that was skipped a skipped case.
class JUnitReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;
};

}  // namespace assay::report
