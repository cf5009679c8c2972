#include "analysis/rules/conditions.hpp"

#include <algorithm>

#include "analysis/rules/conditions_compiled.hpp"
#include "analysis/rules/guarded.hpp"
#include "analysis/rules/node_facts.hpp"
#include "analysis/rules/written_pattern.hpp"

namespace assay::analysis {

using Subject = Predicate::Subject;

namespace {

using Compiled = Conditions::Compiled;
using Test = Conditions::Test;

bool node_passes(const Test& test, const FileView& file, NodeId n, const Captures& captures);

bool text_passes(const Compiled& c, const FileView& file, std::string_view text, const Captures& captures) {
  const TextTest& test = c.owned.test;
  const auto expected = [&](const std::string& value) -> std::string_view {
    if (value.size() < 2 || value.front() != '@') return value;
    const NodeId other = captures.first(std::string_view(value).substr(1));
    return other == kNone ? std::string_view{} : file.tree.text(other);
  };
  switch (test.op) {
    case TextTest::Op::none:
      return true;
    case TextTest::Op::equal:
      return text == expected(test.values.front());
    case TextTest::Op::not_equal:
      return text != expected(test.values.front());
    case TextTest::Op::any_of:
      return std::find(test.values.begin(), test.values.end(), text) != test.values.end();
    case TextTest::Op::none_of:
      return std::find(test.values.begin(), test.values.end(), text) == test.values.end();
    case TextTest::Op::matches:
      return std::any_of(c.regexes.begin(), c.regexes.end(), [&](const auto& r) { return r->matches(text); });
    case TextTest::Op::not_matches:
      return std::none_of(c.regexes.begin(), c.regexes.end(),
                          [&](const auto& r) { return r->matches(text); });
  }
  return false;
}

bool is_negative(TextTest::Op op) {
  return op == TextTest::Op::not_equal || op == TextTest::Op::not_matches || op == TextTest::Op::none_of;
}

bool in_range(double value, const Predicate& p) {
  return (!p.min || value >= *p.min) && (!p.max || value <= *p.max);
}

bool any_above(const Test& test, const FileView& file, NodeId n, const Captures& captures) {
  int steps = 0;
  for (NodeId p = file.tree.parent(n); p != kNone && steps < 2000; p = file.tree.parent(p), ++steps) {
    if (node_passes(test, file, p, captures)) return true;
    if (std::find(test.until.begin(), test.until.end(), file.tree.kind(p)) != test.until.end()) return false;
  }
  return false;
}

bool any_below(const Test& test, const FileView& file, NodeId n, const Captures& captures) {
  for (NodeId c = n + 1; c < file.tree.subtree_end(n);) {
    if (node_passes(test, file, c, captures)) return true;
    const bool stop = std::find(test.until.begin(), test.until.end(), file.tree.kind(c)) != test.until.end();
    c = stop ? file.tree.subtree_end(c) : c + 1;
  }
  return false;
}

bool any_sibling(const Test& test, const FileView& file, NodeId n, const Captures& captures, bool after) {
  if (n == 0) return false;
  NodeId c = after ? file.tree.next_sibling(n) : file.tree.first_child(file.tree.parent(n));
  for (; c != kNone && c != n; c = file.tree.next_sibling(c)) {
    if (node_passes(test, file, c, captures)) return true;
  }
  return false;
}

bool node_passes(const Test& test, const FileView& file, NodeId n, const Captures& captures) {
  const Tree& tree = file.tree;
  if (!test.any_kind && std::find(test.kinds.begin(), test.kinds.end(), tree.kind(n)) == test.kinds.end())
    return false;
  if (test.field != 0 && tree.field(n) != test.field) return false;
  if (test.name) {
    const Role r = file.model.role(tree, n);
    if (r == Role::function || r == Role::lambda || r == Role::type) {
      if (!test.name->matches(file.model.function_name(tree, n))) return false;
    } else {
      const NodeId name = tree.child(n, "name");
      if (name == kNone || !test.name->matches(tree.text(name))) return false;
    }
  }
  if (test.text && !test.text->matches(tree.text(n))) return false;
  if (test.resolve && (!tree.is_named(n) || !test.resolve->matches(full_name(file, n)))) return false;
  if (!test.query) return test.where.hold(file, captures);
  bool found = false;
  test.query->match_at(tree, n, [&](const Match& match) {
    Captures all = captures;
    for (const Capture& capture : match.captures) {
      all.nodes.emplace_back(test.query->capture_names()[capture.name], capture.node);
    }
    found = test.where.hold(file, all);
    return !found;
  });
  return found;
}

bool holds_for(const Compiled& c, const FileView& file, NodeId n, const Captures& captures) {
  const Predicate& p = c.owned;
  switch (p.subject) {
    case Subject::text:
      return text_passes(c, file, file.tree.text(n), captures);
    case Subject::kind:
      return text_passes(c, file, file.tree.kind_name(n), captures);
    case Subject::resolve:
      return text_passes(c, file, full_name(file, n), captures);
    case Subject::string: {
      const auto value = file.names.string_value(n);
      return value ? text_passes(c, file, *value, captures) : is_negative(p.test.op);
    }
    case Subject::number: {
      const auto value = file.names.number_value(n);
      return value && in_range(*value, p) == p.expected;
    }
    case Subject::type: {
      const NodeId inner = file.model.strip(file.tree, n);
      return text_passes(c, file, inner == kNone ? std::string{} : file.names.declared_type(inner), captures);
    }
    case Subject::declaration:
      return text_passes(c, file, declaration_text(file, n), captures);
    case Subject::parameter: {
      const auto* all = file.names.definitions(n, file.tree.text(n));
      return (all != nullptr && all->front().parameter) == p.expected;
    }
    case Subject::guarded:
      return is_guarded(file, captures.root, n) == p.expected;
    case Subject::backtracks: {
      const auto growth =
          p.min == kPolynomial ? backtracking::Growth::polynomial : backtracking::Growth::exponential;
      return find_attack(file, n, growth).has_value();
    }
    case Subject::constant:
      return is_constant(file, n) == p.expected;
    case Subject::count: {
      double count = 0;
      for (NodeId child : file.tree.children(n)) {
        if (!file.tree.is_named(child) || file.tree.is_extra(child)) continue;
        if (!c.node || node_passes(*c.node, file, child, captures)) ++count;
      }
      return in_range(count, p);
    }
    case Subject::contains:
      return any_below(*c.node, file, n, captures);
    case Subject::not_contains:
      return !any_below(*c.node, file, n, captures);
    case Subject::inside:
      return any_above(*c.node, file, n, captures);
    case Subject::not_inside:
      return !any_above(*c.node, file, n, captures);
    case Subject::parent:
    case Subject::not_parent: {
      const NodeId above = file.tree.parent(n);
      return (above != kNone && node_passes(*c.node, file, above, captures)) ==
             (p.subject == Subject::parent);
    }
    case Subject::next:
      return any_sibling(*c.node, file, n, captures, true);
    case Subject::not_next:
      return !any_sibling(*c.node, file, n, captures, true);
    case Subject::previous:
      return any_sibling(*c.node, file, n, captures, false);
    case Subject::not_previous:
      return !any_sibling(*c.node, file, n, captures, false);
    case Subject::uses: {
      const NodeId in = captures.first(p.other);
      if (in == kNone) return false;
      double count = 0;
      const std::string_view name = file.tree.text(n);
      // PHP's `$x` is a node with parts; a word is a node without.
      const bool word = file.tree.first_child(n) == kNone;
      for (NodeId d = in; d < file.tree.subtree_end(in); ++d) {
        const bool comparable =
            word ? file.tree.first_child(d) == kNone : file.tree.kind(d) == file.tree.kind(n);
        if (d != n && comparable && file.tree.text(d) == name) ++count;
      }
      return in_range(count, p);
    }
    case Subject::same:
    case Subject::different: {
      const NodeId other = captures.first(p.other);
      return other != kNone && same_tokens(file.tree, n, other) == (p.subject == Subject::same);
    }
    default:
      return true;
  }
}

bool is_negative(const Predicate& p) {
  switch (p.subject) {
    case Subject::not_contains:
    case Subject::not_inside:
    case Subject::not_parent:
    case Subject::not_next:
    case Subject::not_previous:
      return true;
    default:
      return is_negative(p.test.op);
  }
}

bool holds(const Compiled& c, const FileView& file, const Captures& captures) {
  const Predicate& p = c.owned;
  switch (p.subject) {
    case Subject::imports:
    case Subject::not_imports: {
      const auto& imports = file.names.imports();
      const bool any = std::any_of(imports.begin(), imports.end(), [&](const Imported& one) {
        return text_passes(c, file, one.qualified, captures);
      });
      return any == (p.subject == Subject::imports);
    }
    case Subject::filename:
      return text_passes(c, file, file.filename, captures);
    case Subject::any:
      return c.children.any_holds(file, captures);
    case Subject::all:
      return c.children.hold(file, captures);
    case Subject::not_:
      return !c.children.hold(file, captures);
    default:
      break;
  }
  if (p.capture.empty()) return holds_for(c, file, captures.root, captures);
  bool present = false;
  for (const auto& [name, node] : captures.nodes) {
    if (name != p.capture) continue;
    present = true;
    if (!holds_for(c, file, node, captures)) return false;
  }
  return present || is_negative(p);
}

}  // namespace

NodeId Captures::first(std::string_view name) const {
  for (const auto& [capture, node] : nodes) {
    if (capture == name) return node;
  }
  return kNone;
}

bool Conditions::hold(const FileView& file, const Captures& captures) const {
  return std::all_of(compiled_.begin(), compiled_.end(),
                     [&](const auto& c) { return holds(*c, file, captures); });
}

bool Conditions::any_holds(const FileView& file, const Captures& captures) const {
  return std::any_of(compiled_.begin(), compiled_.end(),
                     [&](const auto& c) { return holds(*c, file, captures); });
}

}  // namespace assay::analysis
