#pragma once
#include "report/report.hpp"

namespace assay::report {

/// {"version":1,"files":[…],"summary":{…}}: each file has path, language, status, error and, with the same
/// names and objects as the API, everything of its review.
class JsonReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;

 private:
  bool first_ = true;
};

}  // namespace assay::report
