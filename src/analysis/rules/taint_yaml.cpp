#include "analysis/rules/taint_yaml.hpp"

#include "analysis/rules/yaml_map.hpp"

namespace assay::analysis {
namespace {

TaintSpec::Source source(const YamlValue& node) {
  YamlMap map(node, "a taint source");
  TaintSpec::Source s;
  s.resolve = map.string("resolve");
  s.parameter = map.string("parameter");
  s.parameter_of = map.string("parameter_of");
  s.note = map.string("note", "data from outside");
  if ((s.resolve.empty() ? 0 : 1) + (s.parameter.empty() ? 0 : 1) + (s.parameter_of.empty() ? 0 : 1) != 1) {
    throw Problem("sources", "a source needs exactly one of resolve, parameter and parameter_of");
  }
  map.finish();
  return s;
}

TaintSpec::Sanitizer sanitizer(const YamlValue& node) {
  if (node.is_scalar()) return {node.scalar};
  YamlMap map(node, "a sanitizer");
  TaintSpec::Sanitizer s{map.string("resolve")};
  map.finish();
  return s;
}

TaintSpec::Sink sink(const YamlValue& node) {
  YamlMap map(node, "a taint sink");
  TaintSpec::Sink s;
  s.resolve = map.string("resolve");
  if (s.resolve.empty()) throw Problem("sinks", "a sink needs resolve");
  if (const YamlValue list = map.take("arguments"); list.is_defined()) {
    if (list.is_scalar()) s.arguments.push_back(list.integer("arguments"));
    for (const YamlValue& one : list.list) s.arguments.push_back(one.integer("arguments"));
  }
  s.keywords = map.strings("keywords");
  s.literal = map.string("literal");
  s.assignment = map.boolean("assignment", false);
  s.where = read_predicates(map.take("where"), "where");
  map.finish();
  return s;
}

}  // namespace

TaintSpec read_taint(const YamlValue& node, const TaintSets& sets) {
  YamlMap map(node, "taint");
  TaintSpec spec;
  const YamlValue sources = map.take("sources");
  for (const auto& item : sources.list) {
    if (!item.is_scalar()) {
      spec.sources.push_back(source(item));
      continue;
    }
    const auto found = sets.sources.find(item.scalar);
    if (found == sets.sources.end()) throw Problem("sources", "no set of sources is called " + item.scalar);
    spec.sources.insert(spec.sources.end(), found->second.begin(), found->second.end());
  }
  const YamlValue sinks = map.take("sinks");
  for (const auto& item : sinks.list) spec.sinks.push_back(sink(item));
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
  if (spec.sinks.empty()) throw Problem("sinks", "taint needs sinks");
  if (spec.sources.empty() && !spec.assume_dynamic)
    throw Problem("sources", "taint needs sources or assume_dynamic");
  map.finish();
  return spec;
}

TaintSets read_taint_sets(const YamlValue& node) {
  TaintSets sets;
  YamlMap map(node, "taint sets");
  const YamlValue sources = map.take("sources");
  for (const auto& item : sources.map) {
    auto& list = sets.sources[item.first];
    for (const auto& one : item.second.list) list.push_back(source(one));
  }
  const YamlValue sanitizers = map.take("sanitizers");
  for (const auto& item : sanitizers.map) {
    auto& list = sets.sanitizers[item.first];
    for (const auto& one : item.second.list) list.push_back(sanitizer(one));
  }
  map.finish();
  return sets;
}

}  // namespace assay::analysis
