#include "analysis/rules/rule_yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace assay::analysis {
namespace {

/// Thrown inside this file only; parse_rule turns it into an Error.
struct Problem : std::runtime_error {
  Problem(std::string key, const std::string& message) : std::runtime_error(message), field(std::move(key)) {}
  std::string field;
};

std::string normalised(std::string key) {
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

/// A YAML map whose keys are all asked for, or it complains about the rest.
class Map {
 public:
  Map(const YAML::Node& node, std::string where) : where_(std::move(where)) {
    if (!node.IsMap()) throw Problem(where_, "must be a map");
    for (const auto& item : node) items_.emplace(normalised(item.first.as<std::string>()), item.second);
  }
  YAML::Node take(const std::string& key) {
    const auto found = items_.find(key);
    if (found == items_.end()) return YAML::Node(YAML::NodeType::Undefined);
    YAML::Node node = found->second;
    items_.erase(found);
    return node;
  }
  bool has(const std::string& key) const { return items_.contains(key); }
  std::string string(const std::string& key, const std::string& fallback = {}) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) return fallback;
    if (!node.IsScalar()) throw Problem(key, "must be a string");
    return node.as<std::string>();
  }
  std::vector<std::string> strings(const std::string& key) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) return {};
    if (node.IsScalar()) return {node.as<std::string>()};
    if (!node.IsSequence()) throw Problem(key, "must be a string or a list of strings");
    std::vector<std::string> found;
    for (const auto& item : node) found.push_back(item.as<std::string>());
    return found;
  }
  bool boolean(const std::string& key, bool fallback) {
    const YAML::Node node = take(key);
    return node.IsDefined() ? node.as<bool>() : fallback;
  }
  std::optional<double> number(const std::string& key) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) return std::nullopt;
    return node.as<double>();
  }
  void finish() const {
    if (!items_.empty()) throw Problem(items_.begin()->first, "unknown key in " + where_);
  }

 private:
  std::string where_;
  std::map<std::string, YAML::Node> items_;
};

std::string capture_name(const std::string& text, const std::string& key) {
  if (text.size() < 2 || text.front() != '@')
    throw Problem(key, "must be a capture such as \"@name\", not \"" + text + "\"");
  return text.substr(1);
}

TextTest text_test(Map& map) {
  static constexpr std::array<std::pair<const char*, TextTest::Op>, 6> kOps = {
      {{"eq", TextTest::Op::equal},
       {"not_eq", TextTest::Op::not_equal},
       {"matches", TextTest::Op::matches},
       {"not_matches", TextTest::Op::not_matches},
       {"any_of", TextTest::Op::any_of},
       {"none_of", TextTest::Op::none_of}}};
  TextTest test;
  for (const auto& [name, op] : kOps) {
    if (!map.has(name)) continue;
    if (test.op != TextTest::Op::none) throw Problem(name, "one test per condition; write two conditions");
    test.op = op;
    test.values = map.strings(name);
    if (test.values.empty()) throw Problem(name, "needs a value");
  }
  return test;
}

Predicate predicate(const YAML::Node& node);

std::vector<Predicate> predicates(const YAML::Node& node, const std::string& key) {
  std::vector<Predicate> found;
  if (!node.IsDefined()) return found;
  if (node.IsMap()) return {predicate(node)};
  if (!node.IsSequence()) throw Problem(key, "must be a list of conditions");
  for (const auto& item : node) found.push_back(predicate(item));
  return found;
}

NodeTest node_test(Map& map) {
  NodeTest test;
  test.kinds = map.strings("kind");
  test.field = map.string("field");
  test.text = map.string("text");
  test.name = map.string("name");
  test.resolve = map.string("resolve");
  test.query = map.string("query");
  test.where = predicates(map.take("where"), "where");
  test.until = map.strings("until");
  return test;
}

bool is_empty(const NodeTest& t) {
  return t.kinds.empty() && t.field.empty() && t.text.empty() && t.name.empty() && t.resolve.empty() &&
         t.query.empty();
}

using Subject = Predicate::Subject;
struct SubjectName {
  const char* name;
  Subject subject;
};
/// Text of something: the key's value is a capture, and a test follows.
constexpr std::array kTextSubjects = {
    SubjectName{"resolve", Subject::resolve}, SubjectName{"string", Subject::string},
    SubjectName{"type", Subject::type},       SubjectName{"declaration", Subject::declaration},
    SubjectName{"text", Subject::text},       SubjectName{"kind", Subject::kind}};
/// A node somewhere around the capture: the key's value is a capture, a node test follows.
constexpr std::array kNodeSubjects = {
    SubjectName{"contains", Subject::contains}, SubjectName{"not_contains", Subject::not_contains},
    SubjectName{"inside", Subject::inside},     SubjectName{"not_inside", Subject::not_inside},
    SubjectName{"parent", Subject::parent},     SubjectName{"not_parent", Subject::not_parent},
    SubjectName{"next", Subject::next},         SubjectName{"not_next", Subject::not_next},
    SubjectName{"previous", Subject::previous}, SubjectName{"not_previous", Subject::not_previous}};

Predicate predicate(const YAML::Node& node) {
  Map map(node, "a condition");
  Predicate p;
  // Node subjects come first: their node test may hold the keys `kind`, `text` and `resolve`, too.
  for (const SubjectName& entry : kNodeSubjects) {
    if (!map.has(entry.name)) continue;
    p.subject = entry.subject;
    const YAML::Node value = map.take(entry.name);
    if (value.IsMap()) {  // `inside: {kind: …}` speaks of the whole match
      Map inner(value, entry.name);
      p.node = node_test(inner);
      inner.finish();
    } else {
      p.capture = capture_name(value.as<std::string>(), entry.name);
      p.node = node_test(map);
    }
    if (is_empty(p.node)) throw Problem(entry.name, "needs kind, field, text, name, resolve or query");
    map.finish();
    return p;
  }
  if (map.has("count")) {
    p.subject = Subject::count;
    p.capture = capture_name(map.string("count"), "count");
    if (const YAML::Node of = map.take("of"); of.IsDefined()) {
      Map inner(of, "of");
      p.node = node_test(inner);
      inner.finish();
    }
    p.min = map.number("min");
    p.max = map.number("max");
    if (const auto exact = map.number("eq")) p.min = p.max = exact;
    if (!p.min && !p.max) throw Problem("count", "needs min, max or eq");
    map.finish();
    return p;
  }
  if (map.has("number")) {
    p.subject = Subject::number;
    p.capture = capture_name(map.string("number"), "number");
    p.min = map.number("min");
    p.max = map.number("max");
    if (const auto exact = map.number("eq")) p.min = p.max = exact;
    if (const auto other = map.number("not_eq")) {
      p.min = p.max = other;
      p.expected = false;
    }
    map.finish();
    return p;
  }
  if (map.has("uses")) {
    p.subject = Subject::uses;
    p.capture = capture_name(map.string("uses"), "uses");
    p.other = capture_name(map.string("in"), "in");
    p.min = map.number("min");
    p.max = map.number("max");
    if (const auto exact = map.number("eq")) p.min = p.max = exact;
    if (!p.min && !p.max) throw Problem("uses", "needs min, max or eq");
    map.finish();
    return p;
  }
  for (const auto& [name, subject] :
       {SubjectName{"same", Subject::same}, SubjectName{"different", Subject::different}}) {
    if (!map.has(name)) continue;
    const std::vector<std::string> both = map.strings(name);
    if (both.size() != 2) throw Problem(name, "needs two captures");
    p.subject = subject;
    p.capture = capture_name(both[0], name);
    p.other = capture_name(both[1], name);
    map.finish();
    return p;
  }
  for (const auto& [name, subject] :
       {SubjectName{"constant", Subject::constant}, SubjectName{"parameter", Subject::parameter},
        SubjectName{"guarded", Subject::guarded}}) {
    if (!map.has(name)) continue;
    p.subject = subject;
    p.capture = capture_name(map.string(name), name);
    p.expected = map.boolean("is", true);
    map.finish();
    return p;
  }
  for (const auto& [name, subject] :
       {SubjectName{"imports", Subject::imports}, SubjectName{"not_imports", Subject::not_imports},
        SubjectName{"filename", Subject::filename}}) {
    if (!map.has(name)) continue;
    p.subject = subject;
    const YAML::Node value = map.take(name);
    if (value.IsScalar()) {
      p.test.op = TextTest::Op::matches;
      p.test.values = {value.as<std::string>()};
    } else {
      Map inner(value, name);
      p.test = text_test(inner);
      inner.finish();
    }
    map.finish();
    return p;
  }
  for (const auto& [name, subject] : {SubjectName{"any", Subject::any}, SubjectName{"all", Subject::all},
                                      SubjectName{"not", Subject::not_}}) {
    if (!map.has(name)) continue;
    p.subject = subject;
    p.children = predicates(map.take(name), name);
    if (p.children.empty()) throw Problem(name, "needs conditions");
    map.finish();
    return p;
  }
  for (const SubjectName& entry : kTextSubjects) {
    if (!map.has(entry.name)) continue;
    p.subject = entry.subject;
    p.capture = capture_name(map.string(entry.name), entry.name);
    p.test = text_test(map);
    if (p.test.op == TextTest::Op::none)
      throw Problem(entry.name, "needs eq, not_eq, matches, not_matches, any_of or none_of");
    map.finish();
    return p;
  }
  throw Problem("where", "a condition of unknown kind");
}

TaintSpec::Source source(const YAML::Node& node) {
  Map map(node, "a taint source");
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

TaintSpec::Sanitizer sanitizer(const YAML::Node& node) {
  if (node.IsScalar()) return {node.as<std::string>()};
  Map map(node, "a sanitizer");
  TaintSpec::Sanitizer s{map.string("resolve")};
  map.finish();
  return s;
}

TaintSpec::Sink sink(const YAML::Node& node) {
  Map map(node, "a taint sink");
  TaintSpec::Sink s;
  s.resolve = map.string("resolve");
  if (s.resolve.empty()) throw Problem("sinks", "a sink needs resolve");
  if (const YAML::Node list = map.take("arguments"); list.IsDefined()) {
    s.arguments = list.IsScalar() ? std::vector<int>{list.as<int>()} : list.as<std::vector<int>>();
  }
  s.keywords = map.strings("keywords");
  s.literal = map.string("literal");
  s.assignment = map.boolean("assignment", false);
  s.where = predicates(map.take("where"), "where");
  map.finish();
  return s;
}

TaintSpec taint(const YAML::Node& node, const TaintSets& sets) {
  Map map(node, "taint");
  TaintSpec spec;
  for (const auto& item : map.take("sources")) {
    if (!item.IsScalar()) {
      spec.sources.push_back(source(item));
      continue;
    }
    const auto found = sets.sources.find(item.as<std::string>());
    if (found == sets.sources.end())
      throw Problem("sources", "no set of sources is called " + item.as<std::string>());
    spec.sources.insert(spec.sources.end(), found->second.begin(), found->second.end());
  }
  for (const auto& item : map.take("sinks")) spec.sinks.push_back(sink(item));
  for (const auto& item : map.take("sanitizers")) {
    const auto found = item.IsScalar() ? sets.sanitizers.find(item.as<std::string>()) : sets.sanitizers.end();
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

std::vector<RuleExample> examples(const YAML::Node& node, const std::string& key) {
  std::vector<RuleExample> found;
  if (!node.IsDefined()) return found;
  if (!node.IsSequence()) throw Problem(key, "must be a list");
  for (const auto& item : node) {
    if (item.IsScalar()) {
      found.push_back({item.as<std::string>(), core::Language::automatic});
      continue;
    }
    Map map(item, "an example");
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

Rule rule(const YAML::Node& node, const TaintSets& sets) {
  Map map(node, "a rule");
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
  if (const YAML::Node cwe = map.take("cwe"); cwe.IsDefined()) r.cwe = cwe.as<std::vector<int>>();
  r.message = map.string("message");
  if (r.message.empty()) throw Problem("message", "must not be empty");
  r.detail = map.string("detail");
  r.enabled = map.boolean("enabled", true);
  r.query = map.string("query");
  r.check = map.string("check");
  const YAML::Node taint_node = map.take("taint");
  if ((r.query.empty() ? 0 : 1) + (r.check.empty() ? 0 : 1) + (taint_node.IsDefined() ? 1 : 0) != 1) {
    throw Problem("query", "a rule has exactly one of query, check and taint");
  }
  if (!r.check.empty()) r.kind = Rule::Kind::check;
  if (taint_node.IsDefined()) {
    r.kind = Rule::Kind::taint;
    r.taint = taint(taint_node, sets);
  }
  if (map.has("at")) r.at = capture_name(map.string("at"), "at");
  r.where = predicates(map.take("where"), "where");
  for (const auto& [name, subject] :
       {SubjectName{"inside", Subject::inside}, SubjectName{"not_inside", Subject::not_inside}}) {
    const YAML::Node found = map.take(name);
    if (!found.IsDefined()) continue;
    const auto add = [&r, key = name, meant = subject](const YAML::Node& item) {
      Map inner(item, key);
      Predicate p;
      p.subject = meant;
      p.node = node_test(inner);
      inner.finish();
      r.where.push_back(std::move(p));
    };
    if (found.IsSequence()) {
      for (const auto& item : found) add(item);
    } else {
      add(found);
    }
  }
  if (const YAML::Node options = map.take("options"); options.IsDefined()) {
    for (const auto& item : options)
      r.options[normalised(item.first.as<std::string>())] = item.second.as<std::string>();
  }
  if (const YAML::Node fix = map.take("fix"); fix.IsDefined()) {
    Map inner(fix, "fix");
    r.fix = Fix{capture_name(inner.string("replace"), "replace"), inner.string("with"),
                inner.boolean("safe", false)};
    inner.finish();
  }
  if (const YAML::Node tests = map.take("tests"); tests.IsDefined()) {
    Map inner(tests, "tests");
    r.bad = examples(inner.take("bad"), "bad");
    r.ok = examples(inner.take("ok"), "ok");
    r.test_filename = inner.string("filename");
    inner.finish();
  }
  map.finish();
  return r;
}

template <class F>
auto guarded(std::string_view yaml, F&& parse) -> base::Result<decltype(parse(YAML::Node()))> {
  try {
    return parse(YAML::Load(std::string(yaml)));
  } catch (const Problem& problem) {
    return base::fail(base::Errc::invalid_argument, problem.field + ": " + problem.what(), problem.field);
  } catch (const YAML::Exception& problem) {
    return base::fail(base::Errc::invalid_argument, std::string("not valid YAML here: ") + problem.what());
  }
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

base::Result<Rule> parse_rule(std::string_view yaml, const TaintSets& sets) {
  return guarded(yaml, [&](const YAML::Node& node) { return rule(node, sets); });
}

base::Result<TaintSets> parse_taint_sets(std::string_view yaml) {
  return guarded(yaml, [](const YAML::Node& node) {
    TaintSets sets;
    Map map(node, "taint sets");
    for (const auto& item : map.take("sources")) {
      auto& list = sets.sources[item.first.as<std::string>()];
      for (const auto& one : item.second) list.push_back(source(one));
    }
    for (const auto& item : map.take("sanitizers")) {
      auto& list = sets.sanitizers[item.first.as<std::string>()];
      for (const auto& one : item.second) list.push_back(sanitizer(one));
    }
    map.finish();
    return sets;
  });
}

LoadedRules load_rules(const std::filesystem::path& folder) {
  LoadedRules loaded;
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (auto it = std::filesystem::recursive_directory_iterator(folder, error);
       !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    if (it->path().extension() == ".yaml" && it->is_regular_file(error)) files.push_back(it->path());
  }
  if (error) loaded.errors.push_back(folder.string() + ": " + error.message());
  std::sort(files.begin(), files.end());
  std::map<std::filesystem::path, TaintSets> sets;  // by folder
  const auto is_set = [](const std::filesystem::path& file) {
    return file.filename().string().starts_with('_');
  };
  const auto shown = [&folder](const std::filesystem::path& file) {
    return file.lexically_relative(folder).string();
  };
  for (const auto& file : files) {
    if (!is_set(file)) continue;
    auto parsed = parse_taint_sets(read_file(file));
    if (!parsed) {
      loaded.errors.push_back(shown(file) + ": " + parsed.error().message);
      continue;
    }
    TaintSets& known = sets[file.parent_path()];
    known.sources.merge(parsed->sources);
    known.sanitizers.merge(parsed->sanitizers);
  }
  std::set<std::string> ids;
  for (const auto& file : files) {
    if (is_set(file)) continue;
    auto parsed = parse_rule(read_file(file), sets[file.parent_path()]);
    if (!parsed) {
      loaded.errors.push_back(shown(file) + ": " + parsed.error().message);
    } else if (!ids.insert(parsed->id).second) {
      loaded.errors.push_back(shown(file) + ": id: " + parsed->id + " is taken by another rule");
    } else {
      loaded.rules.push_back(std::move(*parsed));
    }
  }
  std::sort(loaded.rules.begin(), loaded.rules.end(),
            [](const Rule& a, const Rule& b) { return a.id < b.id; });
  return loaded;
}

}  // namespace assay::analysis
