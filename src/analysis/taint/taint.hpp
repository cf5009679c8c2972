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

/// The taint rules of one grammar, ready to run together. Thread-safe.
class TaintRules {
 public:
  explicit TaintRules(std::vector<const TaintRule*> rules);
  ~TaintRules();

  /// Follows data from sources to sinks through the file, for all enabled rules at once (or for `only`).
  ///
  /// Abstract interpretation: every function that something outside may call is run once on values of which
  /// nothing is known, with branches joined, loops run to a fixed point, constants folded and calls of the
  /// file's own functions entered up to four deep. The work per file is bounded; where the bound is hit, the
  /// findings so far are reported and `findings` gets a note.
  void run(const FileView& file, const Rule* only, Findings& findings) const;

 private:
  std::vector<std::unique_ptr<class TaintSet>> sets_;
};

}  // namespace assay::analysis
