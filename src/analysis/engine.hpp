#pragma once
#include <chrono>
#include <cstddef>
#include <memory>

#include "analysis/analysis.hpp"
#include "analysis/ruleset/rule_set.hpp"

namespace assay::analysis {

/// Raise it whenever the same rules could give something else: part of the reviewer's identity.
inline constexpr int kEngineVersion = 8;

struct Limits {
  std::size_t max_bytes = 2'000'000;       ///< larger texts are skipped, and say so
  std::size_t max_line = 20'000;           ///< a text with a longer line is taken for minified or data
  std::chrono::milliseconds parse{5'000};  ///< the parser gives up then
};

/// Analyses one text after the other, in the calling thread. Does not protect from inputs that hang or crash
/// a parser: that is the child process's work (isolation/). Thread-safe.
class Engine {
 public:
  explicit Engine(std::shared_ptr<const RuleSet> rules, Limits limits = {});

  /// Never fails: what could not be analysed is in the coverage. `only`: just that rule (for its tests).
  AnalysisResult analyse(const Source& source, const Rule* only = nullptr) const;

  const RuleSet& rules() const { return *rules_; }

 private:
  std::shared_ptr<const RuleSet> rules_;
  Limits limits_;
};

/// A result that says that nothing was analysed, and why.
AnalysisResult skipped(const Source& source, std::string reason);

}  // namespace assay::analysis
