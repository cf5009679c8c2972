#pragma once
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/rules/conditions.hpp"
#include "analysis/rules/rule.hpp"
#include "analysis/rules/test_code.hpp"
#include "core/issue.hpp"

namespace assay::analysis {

/// Collects what the rules find in one file and makes issues of it: interpolated messages, line ranges,
/// quotes, suggestions. The same rule at the same place counts once; in a part that did not parse, which
/// macros and half-written code cause, only whole statements are believed; of test code only what matters
/// there. Not thread-safe.
class Findings {
 public:
  explicit Findings(const FileView& file) : file_(file), purpose_(purpose_of(file)) {}

  struct Extra {
    std::vector<std::pair<std::string, std::string>> values;  ///< further {name}s of the message
    std::vector<core::PathStep> trace;
    std::optional<double> confidence;  ///< instead of the rule's
    std::optional<core::Severity> severity;
  };
  /// Reports `rule` at a node.
  void add(const Rule& rule, NodeId at, const Captures& captures, const Extra& extra);
  void add(const Rule& rule, NodeId at) { add(rule, at, Captures{at, {}}, Extra()); }
  /// Reports `rule` at the bytes [start, end).
  void add_range(const Rule& rule, std::uint32_t start, std::uint32_t end, const Extra& extra);

  /// Something about the analysis itself that the reader of its coverage should know.
  void note(std::string text) { notes_.push_back(std::move(text)); }
  const std::vector<std::string>& notes() const { return notes_; }

  /// Everything found, in order of lines. The object is empty afterwards.
  std::vector<core::Issue> take();

 private:
  struct Place {
    std::uint32_t start;
    std::uint32_t end;
  };
  /// Leaves one finding of a security weakness in a line where several rules saw the same.
  void drop_repeated(std::vector<core::Issue>& issues) const;
  core::Issue& push(const Rule& rule, Place place, const Captures& captures, const Extra& extra);
  /// Not to be reported: of no interest in such a file, reported before, or one too many.
  bool passed_over(const Rule& rule, Place place);

  const FileView& file_;
  const Purpose purpose_;
  std::set<std::tuple<std::string_view, std::uint32_t, std::uint32_t>> seen_;
  std::vector<core::Issue> issues_;
  std::map<std::string_view, const Rule*> rules_;  ///< of the issues, by id
  std::vector<std::string> notes_;
};

}  // namespace assay::analysis
