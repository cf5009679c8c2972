#include <array>

#include "analysis/rules/yaml_map.hpp"

namespace assay::analysis {
namespace {

TextTest text_test(YamlMap& map) {
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

}  // namespace

std::vector<Predicate> read_predicates(const YamlValue& node, const std::string& key) {
  std::vector<Predicate> found;
  if (!node.is_defined()) return found;
  if (node.is_map()) return {read_predicate(node)};
  if (!node.is_list()) throw Problem(key, "must be a list of conditions");
  for (const auto& item : node.list) found.push_back(read_predicate(item));
  return found;
}

NodeTest read_node_test(YamlMap& map) {
  NodeTest test;
  test.kinds = map.strings("kind");
  test.field = map.string("field");
  test.text = map.string("text");
  test.name = map.string("name");
  test.resolve = map.string("resolve");
  test.query = map.string("query");
  test.where = read_predicates(map.take("where"), "where");
  test.until = map.strings("until");
  return test;
}

Predicate read_predicate(const YamlValue& node) {
  YamlMap map(node, "a condition");
  Predicate p;
  // Node subjects come first: their node test may hold the keys `kind`, `text` and `resolve`, too.
  for (const SubjectName& entry : kNodeSubjects) {
    if (!map.has(entry.name)) continue;
    p.subject = entry.subject;
    const YamlValue value = map.take(entry.name);
    if (value.is_map()) {  // `inside: {kind: …}` speaks of the whole match
      YamlMap inner(value, entry.name);
      p.node = read_node_test(inner);
      inner.finish();
    } else {
      p.capture = capture_name(value.text(entry.name), entry.name);
      p.node = read_node_test(map);
    }
    if (is_empty(p.node)) throw Problem(entry.name, "needs kind, field, text, name, resolve or query");
    map.finish();
    return p;
  }
  if (map.has("count")) {
    p.subject = Subject::count;
    p.capture = capture_name(map.string("count"), "count");
    if (const YamlValue of = map.take("of"); of.is_defined()) {
      YamlMap inner(of, "of");
      p.node = read_node_test(inner);
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
  if (map.has("backtracks")) {
    p.subject = Subject::backtracks;
    p.capture = capture_name(map.string("backtracks"), "backtracks");
    const std::string growth = map.string("growth");
    if (!growth.empty() && growth != "exponential" && growth != "polynomial")
      throw Problem("growth", "must be exponential or polynomial");
    if (growth == "polynomial") p.min = kPolynomial;
    map.finish();
    return p;
  }
  for (const auto& [name, subject] :
       {SubjectName{"imports", Subject::imports}, SubjectName{"not_imports", Subject::not_imports},
        SubjectName{"filename", Subject::filename}}) {
    if (!map.has(name)) continue;
    p.subject = subject;
    const YamlValue value = map.take(name);
    if (value.is_scalar()) {
      p.test.op = TextTest::Op::matches;
      p.test.values = {value.scalar};
    } else {
      YamlMap inner(value, name);
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
    p.children = read_predicates(map.take(name), name);
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

}  // namespace assay::analysis
