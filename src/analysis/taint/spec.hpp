#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/rules/conditions.hpp"
#include "analysis/rules/regex.hpp"
#include "analysis/rules/rule.hpp"
#include "analysis/taint/name_tails.hpp"
#include "analysis/taint/taint.hpp"
#include "analysis/taint/value.hpp"

namespace assay::analysis::taint {

/// A function's text before its body, decorators and attributes in front of it included.
std::string_view header_of(const FileView& file, NodeId function);

/// A sink of a rule, compiled.
struct Sink {
  const TaintSpec::Sink* spec = nullptr;
  std::unique_ptr<Regex> resolve;
  std::unique_ptr<Regex> literal;
  std::unique_ptr<Regex> not_literal;
  Conditions where;
};

struct Guard {
  const TaintSpec::Guard* spec = nullptr;
  std::unique_ptr<Regex> resolve;
  std::unique_ptr<Regex> literal;
};

/// What the rules say of one full name.
struct Facts {
  struct Source {
    Rules rules;
    const TaintSpec::Source* spec;
    const Regex* unless = nullptr;  ///< no source where the text of the expression matches
  };
  struct SinkOf {
    int rule;  ///< its bit
    const Sink* sink;
  };
  struct GuardOf {
    Rules rules;
    const Guard* guard;
  };
  std::vector<Source> sources;
  std::vector<SinkOf> sinks;
  std::vector<GuardOf> guards;
  struct Cleaner {
    Rules rules;
    const Regex* with;
  };
  Rules sanitized = 0;              ///< whatever the call looks like
  std::vector<Cleaner> sanitizers;  ///< where the call's text matches
  /// The rules for which this call gives harmless data.
  Rules sanitized_by(std::string_view call) const;
  bool any() const {
    return !sources.empty() || !sinks.empty() || !guards.empty() || sanitized != 0 || !sanitizers.empty();
  }
};

}  // namespace assay::analysis::taint

namespace assay::analysis {

struct TaintRule::Parts {
  std::vector<taint::Sink> sinks;
  std::vector<taint::Guard> guards;
};

/// Up to 64 rules of one grammar, their names matched in one go.
class TaintSet {
 public:
  explicit TaintSet(std::vector<const TaintRule*> rules);
  ~TaintSet();

  const std::vector<const TaintRule*>& rules() const { return rules_; }
  /// The bits of all its rules, or of the one.
  taint::Rules bits(const Rule* only) const;
  /// What the rules say of a full name; valid as long as the set.
  const taint::Facts& facts(std::string_view full_name) const;

  struct ParameterSource {
    const Regex* regex;
    taint::Rules rules;
    const TaintSpec::Source* spec;
    std::string unless;  ///< pattern for the same text, with {name}
    bool of_function;    ///< the text is the function's header, not the parameter's
  };
  const std::vector<ParameterSource>& parameters() const { return parameters_; }
  /// Rules that also report text made of parts that nothing is known of.
  taint::Rules dynamic() const { return dynamic_; }
  /// Rules that even report values of which nothing is known.
  taint::Rules unknown() const { return unknown_; }
  /// Rules about calls on null, and about dividing by 0.
  taint::Rules null_rules() const { return nulls_; }
  taint::Rules zero_rules() const { return zeros_; }
  /// Rules about numbers that nobody limits.
  taint::Rules number_rules() const { return numbers_; }
  /// Rules with a sink that is what a function returns.
  taint::Rules return_rules() const { return returning_; }
  /// A name that ends in `.word` may be a sink of these rules: one that is called, or one that is assigned
  /// to.
  bool may_end_sink(std::string_view word, taint::Rules rules, bool assignment) const;

 private:
  struct Matcher;
  std::vector<const TaintRule*> rules_;
  std::vector<ParameterSource> parameters_;
  std::vector<std::unique_ptr<Regex>> regexes_;
  struct SinkTails {
    taint::NameTails tails;
    taint::Rules rule;
    bool assignment;
  };
  std::vector<SinkTails> sink_tails_;
  taint::Rules dynamic_ = 0;
  taint::Rules unknown_ = 0;
  taint::Rules nulls_ = 0;
  taint::Rules zeros_ = 0;
  taint::Rules returning_ = 0;
  taint::Rules numbers_ = 0;
  std::unique_ptr<Matcher> matcher_;
};

}  // namespace assay::analysis
