#pragma once
#include "report/report.hpp"

namespace assay::report {

/// For people: each issue with its place, its code underlined, why and what to do; then a summary. Files
/// without anything to say are only counted. Colours are ANSI sequences; nothing of the reviewed text can be
/// one.
class TextReport final : public Report {
 public:
  TextReport(int columns, bool colours) : columns_(columns), colours_(colours) {}
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;

 private:
  int columns_;
  bool colours_;
};

}  // namespace assay::report
