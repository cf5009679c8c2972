#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/rules/rule.hpp"
#include "analysis/rules/yaml_value.hpp"

namespace assay::analysis {

/// "not_eq" and "not-eq" are the same key.
std::string normalised(std::string key);

/// A YAML map whose keys are all asked for, or it complains about the rest. Every member throws Problem where
/// the value is of another type than asked for.
class YamlMap {
 public:
  /// `where` names the map in messages: "a rule".
  YamlMap(const YamlValue& node, std::string where);
  /// The value, which then counts as asked for; undefined where there is none.
  YamlValue take(const std::string& key);
  bool has(const std::string& key) const { return items_.contains(key); }
  std::string string(const std::string& key, const std::string& fallback = {});
  /// A string alone is a list of one.
  std::vector<std::string> strings(const std::string& key);
  bool boolean(const std::string& key, bool fallback);
  std::optional<double> number(const std::string& key);
  /// Throws where a key was not asked for.
  void finish() const;

 private:
  std::string where_;
  std::map<std::string, YamlValue> items_;
};

/// "@name" without the "@".
std::string capture_name(const std::string& text, const std::string& key);

// Each reads one part of a rule; they throw Problem.
NodeTest read_node_test(YamlMap& map);
/// One condition, or a list of them; nothing for an undefined node.
std::vector<Predicate> read_predicates(const YamlValue& node, const std::string& key);
Predicate read_predicate(const YamlValue& node);

}  // namespace assay::analysis
