#include "analysis/rules/rule_codec.hpp"

#include "analysis/wire.hpp"

namespace assay::analysis {

template <class Wire>
void exchange(Wire& wire, Predicate& p);

template <class Wire>
void exchange(Wire& wire, TextTest& t) {
  wire(t.op, t.values);
}
template <class Wire>
void exchange(Wire& wire, NodeTest& t) {
  wire(t.kinds, t.field, t.text, t.name, t.resolve, t.query, t.where, t.until);
}
template <class Wire>
void exchange(Wire& wire, Predicate& p) {
  wire(p.subject, p.capture, p.other, p.test, p.node, p.min, p.max, p.expected, p.children);
}
template <class Wire>
void exchange(Wire& wire, Fix& f) {
  wire(f.replace, f.with, f.safe);
}
template <class Wire>
void exchange(Wire& wire, TaintSpec::Source& s) {
  wire(s.resolve, s.parameter, s.parameter_of, s.unless, s.out, s.note);
}
template <class Wire>
void exchange(Wire& wire, TaintSpec::Sink& s) {
  wire(s.resolve, s.arguments, s.keywords, s.from, s.receiver, s.text_only, s.literal, s.not_literal,
       s.certain, s.assignment, s.returned, s.where);
}
template <class Wire>
void exchange(Wire& wire, TaintSpec::Sanitizer& s) {
  wire(s.resolve, s.with);
}
template <class Wire>
void exchange(Wire& wire, TaintSpec::Guard& g) {
  wire(g.resolve, g.when, g.literal, g.compared);
}
template <class Wire>
void exchange(Wire& wire, TaintSpec& t) {
  wire(t.sources, t.sinks, t.sanitizers, t.guards, t.assume_dynamic, t.assume_unknown, t.numbers, t.fault);
}
template <class Wire>
void exchange(Wire& wire, RuleExample& e) {
  wire(e.code, e.language);
}
template <class Wire>
void exchange(Wire& wire, Rule& r) {
  wire(r.id, r.languages, r.severity, r.category, r.confidence, r.cwe, r.classes, r.message, r.detail,
       r.enabled, r.kind, r.query, r.at, r.where, r.check, r.options, r.taint, r.fix, r.bad, r.ok,
       r.test_filename);
}

std::string encode_rules(const std::vector<Rule>& rules) {
  WireWriter writer;
  std::vector<Rule> copy = rules;
  writer(copy);
  return writer.take();
}

base::Result<std::vector<Rule>> decode_rules(std::string_view bytes) {
  WireReader reader(bytes);
  std::vector<Rule> rules;
  reader(rules);
  if (!reader.ok() || !reader.at_end())
    return base::fail(base::Errc::corrupt, "the rules' bytes are damaged");
  return rules;
}

}  // namespace assay::analysis
