#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/rules/findings.hpp"
#include "analysis/rules/rule.hpp"
#include "core/review.hpp"

namespace assay::analysis {

/// Rules ready to run: compiled for a language when the first file in it comes. Thread-safe.
class RuleSet {
 public:
  explicit RuleSet(std::vector<Rule> rules);
  RuleSet(RuleSet&&) = delete;
  ~RuleSet();

  const std::vector<Rule>& rules() const { return rules_; }
  const Rule* find(std::string_view id) const;
  /// 16 hex digits that change with any part of any rule but its tests.
  const std::string& hash() const;

  /// Runs every enabled rule of the file's language over it. `only`: just that rule, enabled or not.
  void run(const FileView& file, const core::CodeMetrics& metrics, Findings& findings,
           const Rule* only = nullptr) const;

  /// Everything that is wrong with a rule, for each grammar it applies to: queries that don't compile or can
  /// match nothing, bad regular expressions, unknown kinds, captures and checks. Slow.
  /// Without `strict` only what keeps the rule from being compiled, which is quick.
  static std::vector<std::string> check(const Rule& rule, bool strict = true);

 private:
  struct ForGrammar;
  const ForGrammar& compiled(const Model& model) const;

  std::vector<Rule> rules_;
  mutable std::once_flag hashed_;
  mutable std::string hash_;  ///< of no use to most, so computed when asked for
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<ForGrammar>> grammars_;
};

}  // namespace assay::analysis
