#pragma once
#include <span>
#include <string_view>

namespace assay::analysis {

/// A weakness or a kind of bug that rules of several languages are about: a row of the coverage table in
/// docs/rules.md. A rule names its classes by key.
struct RuleClass {
  std::string_view key;    ///< "sql-injection"
  std::string_view title;  ///< "SQL injection"
  std::string_view group;  ///< rows with the same one stand together
};

std::span<const RuleClass> rule_classes();
/// Null where there is none of that key.
const RuleClass* find_rule_class(std::string_view key);

}  // namespace assay::analysis
