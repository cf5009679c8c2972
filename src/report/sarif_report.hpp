#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/issue.hpp"
#include "report/report.hpp"

namespace assay::report {

/// SARIF 2.1.0 (OASIS): one run. Results come first and the tool with its rules last, because the rules are
/// known only then; the order of members means nothing in JSON. Levels: high error, med warning, low note.
/// Findings of a model, which have no rule, get "model.CATEGORY".
class SarifReport final : public Report {
 public:
  explicit SarifReport(std::string version) : version_(std::move(version)) {}
  void begin(std::string& out) override;
  void add(std::string& out, const FileReview& file) override;
  void finish(std::string& out, const Totals& totals) override;

 private:
  struct Rule {
    std::string id;
    std::string title;
    core::Severity severity = core::Severity::low;
    core::Category category = core::Category::correctness;
    std::vector<int> cwe;
    double confidence = 1;
  };
  struct Notification {
    std::string uri;
    std::string text;
    bool failed = false;
  };

  std::size_t rule_index(const core::Issue& issue);
  void write_result(std::string& out, const FileReview& file, const core::Issue& issue,
                    const core::FilteredIssue* filtered);

  std::string version_;
  bool first_ = true;
  bool failed_ = false;
  std::vector<Rule> rules_;
  std::map<std::string, std::size_t> rule_by_id_;
  std::vector<Notification> notifications_;
};

/// A path as a URI reference: absolute paths become file URIs, everything but unreserved characters and "/"
/// is percent-encoded, "./" in front is dropped.
std::string path_to_uri(std::string_view path);

}  // namespace assay::report
