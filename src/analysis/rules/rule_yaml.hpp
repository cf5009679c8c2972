#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/rules/rule.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// Sets of taint sources, sinks, sanitizers and guards that rules of the same folder refer to by name:
/// rules/<language>/_taint.yaml.
struct TaintSets {
  std::map<std::string, std::vector<TaintSpec::Source>> sources;
  std::map<std::string, std::vector<TaintSpec::Sanitizer>> sanitizers;
  std::map<std::string, std::vector<TaintSpec::Guard>> guards;
  std::map<std::string, std::vector<TaintSpec::Sink>> sinks;
};

/// Reads one rule. The error's message says what is wrong and its `field` which key; unknown keys are errors.
base::Result<Rule> parse_rule(std::string_view yaml, const TaintSets& sets);
base::Result<TaintSets> parse_taint_sets(std::string_view yaml);

struct LoadedRules {
  std::vector<Rule> rules;          ///< in the order of their ids
  std::vector<std::string> errors;  ///< "python/foo.yaml: …", one per file that could not be used
};

/// Reads every *.yaml below `folder` (files beginning with "_" hold taint sets). Blocks on the disk.
LoadedRules load_rules(const std::filesystem::path& folder);

}  // namespace assay::analysis
