#include "analysis/rules/taint_yaml.hpp"

#include "analysis/rules/yaml_map.hpp"

namespace assay::analysis {
namespace {

std::vector<int> positions(YamlMap& map, const std::string& key) {
  std::vector<int> found;
  const YamlValue list = map.take(key);
  if (!list.is_defined()) return found;
  if (list.is_scalar()) found.push_back(list.integer(key));
  for (const YamlValue& one : list.list) found.push_back(one.integer(key));
  return found;
}

TaintSpec::Source source(const YamlValue& node) {
  YamlMap map(node, "a taint source");
  TaintSpec::Source s;
  s.resolve = map.string("resolve");
  s.parameter = map.string("parameter");
  s.parameter_of = map.string("parameter_of");
  s.unless = map.string("unless");
  s.out = positions(map, "out");
  s.note = map.string("note", "data from outside");
  if ((s.resolve.empty() ? 0 : 1) + (s.parameter.empty() ? 0 : 1) + (s.parameter_of.empty() ? 0 : 1) != 1) {
    throw Problem("sources", "a source needs exactly one of resolve, parameter and parameter_of");
  }
  if (!s.unless.empty() && !s.parameter.empty())
    throw Problem("sources", "unless goes with parameter_of and resolve");
  map.finish();
  return s;
}

TaintSpec::Sanitizer sanitizer(const YamlValue& node) {
  if (node.is_scalar()) return {node.scalar, {}};
  YamlMap map(node, "a sanitizer");
  TaintSpec::Sanitizer s{map.string("resolve"), map.string("with")};
  map.finish();
  return s;
}

TaintSpec::Guard guard(const YamlValue& node) {
  YamlMap map(node, "a guard");
  TaintSpec::Guard g;
  g.resolve = map.string("resolve");
  if (g.resolve.empty()) throw Problem("guards", "a guard needs resolve");
  g.when = map.boolean("when", true);
  g.literal = map.string("literal");
  g.compared = map.boolean("compared", false);
  map.finish();
  return g;
}

TaintSpec::Sink sink(const YamlValue& node) {
  YamlMap map(node, "a taint sink");
  TaintSpec::Sink s;
  s.resolve = map.string("resolve");
  if (s.resolve.empty()) throw Problem("sinks", "a sink needs resolve");
  s.arguments = positions(map, "arguments");
  s.keywords = map.strings("keywords");
  if (const std::vector<int> from = positions(map, "from"); !from.empty()) s.from = from.front();
  s.receiver = map.boolean("receiver", false);
  s.text_only = map.boolean("text_only", false);
  s.literal = map.string("literal");
  s.not_literal = map.string("not_literal");
  s.certain = map.boolean("certain", false);
  s.assignment = map.boolean("assignment", false);
  s.returned = map.boolean("returned", false);
  s.where = read_predicates(map.take("where"), "where");
  map.finish();
  return s;
}

/// The items of a list in a rule: the name of a set stands for all of its members.
template <class T, class Read>
void items_or_sets(YamlMap& map, const std::string& key, const std::map<std::string, std::vector<T>>& sets,
                   std::vector<T>& into, Read&& read) {
  const YamlValue list = map.take(key);
  for (const YamlValue& item : list.list) {
    if (!item.is_scalar()) {
      into.push_back(read(item));
      continue;
    }
    const auto found = sets.find(item.scalar);
    if (found == sets.end()) throw Problem(key, "no set of " + key + " is called " + item.scalar);
    into.insert(into.end(), found->second.begin(), found->second.end());
  }
}

template <class T, class Read>
void read_sets(YamlMap& map, const std::string& key, std::map<std::string, std::vector<T>>& sets,
               Read&& read) {
  const YamlValue found = map.take(key);
  for (const auto& item : found.map) {
    auto& list = sets[item.key];
    for (const YamlValue& one : item.value.list) list.push_back(read(one));
  }
}

}  // namespace

TaintSpec read_taint(const YamlValue& node, const TaintSets& sets) {
  YamlMap map(node, "taint");
  TaintSpec spec;
  items_or_sets(map, "sources", sets.sources, spec.sources, source);
  items_or_sets(map, "sinks", sets.sinks, spec.sinks, sink);
  items_or_sets(map, "guards", sets.guards, spec.guards, guard);
  const YamlValue sanitizers = map.take("sanitizers");
  for (const auto& item : sanitizers.list) {
    const auto found = item.is_scalar() ? sets.sanitizers.find(item.scalar) : sets.sanitizers.end();
    if (found != sets.sanitizers.end()) {
      spec.sanitizers.insert(spec.sanitizers.end(), found->second.begin(), found->second.end());
    } else {
      spec.sanitizers.push_back(sanitizer(item));
    }
  }
  spec.assume_dynamic = map.boolean("assume_dynamic", false);
  spec.assume_unknown = map.boolean("assume_unknown", false);
  spec.numbers = map.boolean("numbers", false);
  spec.fault = map.string("fault", "");
  if (!spec.fault.empty()) {
    if (spec.fault != "null" && spec.fault != "zero") throw Problem("fault", "must be null or zero");
    map.finish();
    return spec;
  }
  if (spec.sinks.empty()) throw Problem("sinks", "taint needs sinks");
  if (spec.sources.empty() && !spec.assume_dynamic && !spec.assume_unknown)
    throw Problem("sources", "taint needs sources, assume_dynamic or assume_unknown");
  map.finish();
  return spec;
}

TaintSets read_taint_sets(const YamlValue& node) {
  TaintSets sets;
  YamlMap map(node, "taint sets");
  read_sets(map, "sources", sets.sources, source);
  read_sets(map, "sanitizers", sets.sanitizers, sanitizer);
  read_sets(map, "guards", sets.guards, guard);
  read_sets(map, "sinks", sets.sinks, sink);
  map.finish();
  return sets;
}

}  // namespace assay::analysis
