#include "analysis/rules/rule_yaml.hpp"

#include <algorithm>

#include "analysis/rules/rule_class.hpp"
#include "analysis/rules/taint_yaml.hpp"
#include "analysis/rules/yaml_map.hpp"

namespace assay::analysis {
namespace {

std::vector<RuleExample> examples(const YamlValue& node, const std::string& key) {
  std::vector<RuleExample> found;
  if (!node.is_defined()) return found;
  if (!node.is_list()) throw Problem(key, "must be a list");
  for (const auto& item : node.list) {
    if (item.is_scalar()) {
      found.push_back({item.scalar, core::Language::automatic});
      continue;
    }
    YamlMap map(item, "an example");
    const auto language = core::parse_language(map.string("language"));
    if (!language) throw Problem("language", "no such language");
    found.push_back({map.string("code"), *language});
    map.finish();
  }
  return found;
}

bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= 80 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

Rule read_rule(const YamlValue& node, const TaintSets& sets) {
  YamlMap map(node, "a rule");
  Rule r;
  r.id = map.string("id");
  if (!is_id(r.id)) throw Problem("id", "needs lower-case letters, digits, '.' and '-'");
  for (const std::string& name : map.strings("languages")) {
    if (name == "all") {
      for (const core::Language language : core::all_languages()) {
        if (language != core::Language::automatic) r.languages.push_back(language);
      }
      continue;
    }
    const auto language = core::parse_language(name);
    if (!language || *language == core::Language::automatic)
      throw Problem("languages", "no such language: " + name);
    r.languages.push_back(*language);
  }
  if (r.languages.empty()) throw Problem("languages", "needs at least one language");
  const auto severity = core::parse_severity(map.string("severity"));
  if (!severity) throw Problem("severity", "must be low, med or high");
  r.severity = *severity;
  const auto category = core::parse_category(map.string("category"));
  if (!category) throw Problem("category", "must be one of the six of the rubric");
  r.category = *category;
  const auto confidence = map.number("confidence");
  if (!confidence || *confidence <= 0 || *confidence > 1)
    throw Problem("confidence", "must be above 0 and at most 1");
  r.confidence = *confidence;
  if (const YamlValue cwe = map.take("cwe"); cwe.is_defined()) {
    for (const YamlValue& one : cwe.list) r.cwe.push_back(one.integer("cwe"));
  }
  r.classes = map.strings("class");
  for (const std::string& key : r.classes) {
    if (find_rule_class(key) == nullptr) throw Problem("class", "there is no class " + key);
  }
  r.message = map.string("message");
  if (r.message.empty()) throw Problem("message", "must not be empty");
  r.detail = map.string("detail");
  r.enabled = map.boolean("enabled", true);
  r.query = map.string("query");
  r.check = map.string("check");
  const YamlValue taint_node = map.take("taint");
  if ((r.query.empty() ? 0 : 1) + (r.check.empty() ? 0 : 1) + (taint_node.is_defined() ? 1 : 0) != 1) {
    throw Problem("query", "a rule has exactly one of query, check and taint");
  }
  if (!r.check.empty()) r.kind = Rule::Kind::check;
  if (taint_node.is_defined()) {
    r.kind = Rule::Kind::taint;
    r.taint = read_taint(taint_node, sets);
  }
  if (map.has("at")) r.at = capture_name(map.string("at"), "at");
  r.where = read_predicates(map.take("where"), "where");
  for (const auto& [name, subject] : {std::pair{"inside", Predicate::Subject::inside},
                                      std::pair{"not_inside", Predicate::Subject::not_inside}}) {
    const YamlValue found = map.take(name);
    if (!found.is_defined()) continue;
    const auto add = [&r, key = name, meant = subject](const YamlValue& item) {
      YamlMap inner(item, key);
      Predicate p;
      p.subject = meant;
      p.node = read_node_test(inner);
      inner.finish();
      r.where.push_back(std::move(p));
    };
    if (found.is_list()) {
      for (const auto& item : found.list) add(item);
    } else {
      add(found);
    }
  }
  if (const YamlValue options = map.take("options"); options.is_defined()) {
    for (const auto& [name, value] : options.map) r.options[normalised(name)] = value.text(name);
  }
  if (const YamlValue fix = map.take("fix"); fix.is_defined()) {
    YamlMap inner(fix, "fix");
    r.fix = Fix{capture_name(inner.string("replace"), "replace"), inner.string("with"),
                inner.boolean("safe", false)};
    inner.finish();
  }
  if (const YamlValue tests = map.take("tests"); tests.is_defined()) {
    YamlMap inner(tests, "tests");
    r.bad = examples(inner.take("bad"), "bad");
    r.ok = examples(inner.take("ok"), "ok");
    r.test_filename = inner.string("filename");
    inner.finish();
  }
  map.finish();
  return r;
}

}  // namespace

base::Result<Rule> parse_rule(std::string_view yaml, const TaintSets& sets) {
  return reading(yaml, [&](const YamlValue& node) { return read_rule(node, sets); });
}

base::Result<TaintSets> parse_taint_sets(std::string_view yaml) { return reading(yaml, read_taint_sets); }

}  // namespace assay::analysis
