#pragma once
#include "report/report.hpp"

namespace assay::report {

/// Workflow commands of GitHub Actions, one line each, that become annotations (docs.github.com, "Workflow
/// commands"). Severities: high error, med warning, low notice. GitHub shows ten of each kind for a step; the
/// worst come first in each file. An issue without a place is an annotation of its file.
class GithubReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;
};

}  // namespace assay::report
