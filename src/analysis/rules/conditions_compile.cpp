#include <algorithm>

#include "analysis/rules/conditions_compiled.hpp"

namespace assay::analysis {
namespace {

using Test = Conditions::Test;

base::Result<std::unique_ptr<Regex>> regex(const std::string& pattern, bool strict) {
  if (pattern.empty()) return std::unique_ptr<Regex>();
  auto built = std::make_unique<Regex>(pattern);
  if (strict && !built->error().empty()) {
    return base::fail(base::Errc::invalid_argument,
                      "bad regular expression " + pattern + ": " + built->error());
  }
  return built;
}

base::Result<std::vector<KindId>> kinds_of(const std::vector<std::string>& names, const Grammar& grammar,
                                           bool strict) {
  std::vector<KindId> found;
  for (const std::string& name : names) {
    KindId kind = grammar.kind(name, true);
    if (kind == kNoKind) kind = grammar.kind(name, false);
    if (kind == kNoKind && strict) {
      return base::fail(base::Errc::invalid_argument,
                        "the grammar " + std::string(grammar.name()) + " has no kind of node " + name);
    }
    if (kind != kNoKind) found.push_back(kind);
  }
  return found;
}

base::Result<std::unique_ptr<Test>> compile_test(const NodeTest& test, const Grammar& grammar,
                                                 const std::vector<std::string>& captures, bool strict) {
  auto out = std::make_unique<Test>();
  auto kinds = kinds_of(test.kinds, grammar, strict);
  auto until = kinds_of(test.until, grammar, strict);
  if (!kinds) return base::fail(kinds.error());
  if (!until) return base::fail(until.error());
  out->kinds = std::move(*kinds);
  out->until = std::move(*until);
  out->any_kind = test.kinds.empty();
  if (!test.field.empty()) {
    out->field = grammar.field(test.field);
    if (out->field == 0)
      return base::fail(base::Errc::invalid_argument, "the grammar has no field " + test.field);
  }
  for (const auto& [pattern, target] : {std::pair{&test.text, &out->text}, std::pair{&test.name, &out->name},
                                        std::pair{&test.resolve, &out->resolve}}) {
    auto built = regex(*pattern, strict);
    if (!built) return base::fail(built.error());
    *target = std::move(*built);
  }
  std::vector<std::string> known = captures;
  if (!test.query.empty()) {
    auto query = Query::compile(grammar, test.query);
    if (!query) return base::fail(query.error());
    if (strict) {
      if (auto checked = check_query(grammar, test.query); !checked) return base::fail(checked.error());
    }
    known.insert(known.end(), query->capture_names().begin(), query->capture_names().end());
    out->query = std::move(*query);
  }
  auto where = Conditions::compile(test.where, grammar, known, strict);
  if (!where) return base::fail(where.error());
  out->where = std::move(*where);
  return out;
}

base::Result<void> check_capture(const std::string& name, const std::vector<std::string>& captures) {
  if (name.empty() || std::find(captures.begin(), captures.end(), name) != captures.end()) return {};
  return base::fail(base::Errc::invalid_argument, "the query captures no @" + name);
}

}  // namespace

Conditions::Conditions() = default;
Conditions::Conditions(Conditions&&) noexcept = default;
Conditions& Conditions::operator=(Conditions&&) noexcept = default;
Conditions::~Conditions() = default;

base::Result<Conditions> Conditions::compile(const std::vector<Predicate>& predicates, const Grammar& grammar,
                                             const std::vector<std::string>& captures, bool strict) {
  Conditions out;
  for (const Predicate& p : predicates) {
    for (const std::string* name : {&p.capture, &p.other}) {
      if (auto known = check_capture(*name, captures); !known) return base::fail(known.error());
    }
    auto compiled = std::make_unique<Compiled>();
    compiled->owned.subject = p.subject;
    compiled->owned.capture = p.capture;
    compiled->owned.other = p.other;
    compiled->owned.test = p.test;
    compiled->owned.min = p.min;
    compiled->owned.max = p.max;
    compiled->owned.expected = p.expected;
    if (p.test.op == TextTest::Op::matches || p.test.op == TextTest::Op::not_matches) {
      for (const std::string& pattern : p.test.values) {
        auto built = regex(pattern, strict);
        if (!built) return base::fail(built.error());
        if (*built) compiled->regexes.push_back(std::move(*built));
      }
    } else if (p.test.op == TextTest::Op::equal || p.test.op == TextTest::Op::not_equal) {
      if (p.test.values.front().starts_with('@') && p.test.values.front().size() > 1) {
        if (auto known = check_capture(p.test.values.front().substr(1), captures); !known && strict) {
          return base::fail(known.error());
        }
      }
    }
    auto node = compile_test(p.node, grammar, captures, strict);
    if (!node) return base::fail(node.error());
    compiled->node = std::move(*node);
    auto compiled_children = Conditions::compile(p.children, grammar, captures, strict);
    if (!compiled_children) return base::fail(compiled_children.error());
    compiled->children = std::move(*compiled_children);
    out.compiled_.push_back(std::move(compiled));
  }
  return out;
}

}  // namespace assay::analysis
