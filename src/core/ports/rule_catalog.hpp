#pragma once
#include <string>
#include <vector>

#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::core {

/// One rule of the static reviewer as it is shown to people.
struct RuleInfo {
  std::string id;
  std::vector<Language> languages;
  Severity severity = Severity::low;
  Category category = Category::correctness;
  double confidence = 1;
  std::vector<int> cwe;
  std::string message;
  std::string detail;
  std::string origin;    ///< "built in", or "your own"
  bool has_fix = false;  ///< comes with a suggestion
  bool own = false;      ///< from a folder of the user's rules, not built in
  bool enabled = true;
  std::vector<std::string> bad_examples;  ///< code in which it must find something
  std::vector<std::string> ok_examples;
};

/// The rules in force. Thread-safe.
class RuleCatalog {
 public:
  virtual ~RuleCatalog() = default;
  /// Sorted by id; lives as long as this.
  virtual const std::vector<RuleInfo>& rules() const = 0;
};

}  // namespace assay::core
