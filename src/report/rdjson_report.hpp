#pragma once
#include <string>
#include <utility>

#include "report/report.hpp"

namespace assay::report {

/// reviewdog's Diagnostic Result (reviewdog/proto/rdf/reviewdog.proto), one document. Severities: high ERROR,
/// med WARNING, low INFO. Lines without columns; suggestions replace whole lines. An issue without a place
/// belongs to its file alone; a file that failed is a diagnostic that says why.
class RdjsonReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;

 private:
  void begin_diagnostic(std::string& out);

  bool first_ = true;
};

}  // namespace assay::report
