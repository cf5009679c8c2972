#pragma once
#include "report/report.hpp"

namespace assay::report {

/// For comments on merge requests and for wikis (GitHub Flavored Markdown): each file with its score and its
/// issues, their code quoted, suggestions as blocks; then a summary. Files without anything to say are only
/// counted. Nothing in the text of others comes to life: no HTML, links, images or mentions.
class MarkdownReport final : public Report {
 public:
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;
};

}  // namespace assay::report
