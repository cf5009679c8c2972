#pragma once
#include "analysis/rules/rule.hpp"
#include "analysis/rules/rule_yaml.hpp"
#include "analysis/rules/yaml_value.hpp"

namespace assay::analysis {

/// The `taint` part of a rule. Throws Problem.
TaintSpec read_taint(const YamlValue& node, const TaintSets& sets);
/// A `_taint.yaml`. Throws Problem.
TaintSets read_taint_sets(const YamlValue& node);

}  // namespace assay::analysis
