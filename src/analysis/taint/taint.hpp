#pragma once
#include <memory>
#include <vector>

#include "analysis/rules/conditions.hpp"
#include "analysis/rules/findings.hpp"
#include "analysis/rules/rule.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// A rule with a taint specification, compiled.
class TaintRule {
 public:
  static base::Result<std::unique_ptr<TaintRule>> compile(const Rule& rule, const Grammar& grammar,
                                                          bool strict);
  ~TaintRule();

  const Rule& rule() const { return *rule_; }
  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  TaintRule();
  const Rule* rule_ = nullptr;
  std::unique_ptr<Parts> parts_;
};

/// Follows data from sources to sinks inside each function (and the top level) of the file, for all rules.
///
/// One forward pass over the statements in source order: a name becomes tainted when it is assigned something
/// tainted, stays so through string building, containers, conversions to text, and method calls on it, and
/// becomes clean when it is assigned something clean outside a branch. Calls of functions of the same file
/// are not entered.
void run_taint(const FileView& file, const std::vector<const TaintRule*>& rules, Findings& findings);

}  // namespace assay::analysis
