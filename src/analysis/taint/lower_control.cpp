#include <algorithm>

#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {

CodeId Lowering::block(const std::vector<NodeId>& statements, NodeId at) {
  std::vector<CodeId> parts;
  parts.reserve(statements.size());
  for (const NodeId s : statements) {
    if (const CodeId part = lower(s); part != 0) parts.push_back(part);
  }
  if (parts.empty()) return 0;
  return parts.size() == 1 ? parts.front() : emit(Op::block, at, parts);
}

CodeId Lowering::children_block(NodeId n) {
  std::vector<NodeId> statements;
  for (NodeId c : tree_.children(n)) {
    if (tree_.is_named(c) && !tree_.is_extra(c)) statements.push_back(c);
  }
  return block(statements, n);
}

CodeId Lowering::if_(NodeId n) {
  const NodeId condition = model_.first(tree_, n);
  CodeId test = lower(condition);
  const std::string_view kind = tree_.kind_name(n);
  if (kind.starts_with("unless")) test = emit(Op::not_, n, {test});
  const CodeId then = lower(model_.second(tree_, n));
  // elif and else are siblings in some grammars, nested in others.
  std::vector<NodeId> alternatives;
  for (NodeId c : tree_.children(n)) {
    if (tree_.field(c) == fields_.alternative && fields_.alternative != 0 && tree_.is_named(c)) {
      alternatives.push_back(c);
    } else if (tree_.field(c) == 0 && tree_.is_named(c)) {
      const Role r = model_.role(tree_, c);
      if (r == Role::elif || r == Role::else_) alternatives.push_back(c);
    }
  }
  CodeId otherwise = 0;
  for (std::size_t i = alternatives.size(); i-- > 0;) {
    const NodeId a = alternatives[i];
    if (model_.role(tree_, a) == Role::elif && tree_.child(a, fields_.alternative) == kNone) {
      const CodeId inner_test = lower(model_.first(tree_, a));
      otherwise = emit(Op::if_, a, {inner_test, lower(model_.second(tree_, a)), otherwise});
    } else {
      otherwise = lower(a);
    }
  }
  const CodeId made = emit(Op::if_, n, {test, then, otherwise});
  if (const NodeId before = tree_.child(n, fields_.initializer);
      before != kNone && fields_.initializer != 0) {
    const CodeId first = lower(before);
    return emit(Op::block, n, {first, made});
  }
  return made;
}

CodeId Lowering::each(NodeId n) {
  NodeId over = model_.first(tree_, n);
  NodeId left = model_.third(tree_, n);
  const NodeId body = tree_.child(n, fields_.body);
  if (tree_.child(n, fields_.left) != kNone && tree_.child(n, fields_.right) != kNone) {
    left = tree_.child(n, fields_.left);
    over = tree_.child(n, fields_.right);
  }
  const CodeId iterated = lower(over);
  CodeId to = left == kNone ? 0 : target(left);
  // Go: `for i, v := range x`, PHP: `foreach ($x as $k => $v)`: the last one is the element.
  if (left != kNone && (tree_.is(left, "expression_list") || tree_.is(left, "pair")) &&
      tree_.named_child_count(left) > 1) {
    to = target(tree_.named_child(left, tree_.named_child_count(left) - 1));
  }
  const CodeId made = emit(Op::each, n, {to, iterated, lower(body)});
  const NodeId otherwise = tree_.child(n, fields_.alternative);
  if (otherwise == kNone || fields_.alternative == 0) return made;
  return emit(Op::block, n, {made, lower(otherwise)});
}

CodeId Lowering::count_loop(NodeId n) {
  const NodeId body = tree_.child(n, fields_.body);
  NodeId holder = n;
  for (NodeId c : tree_.children(n)) {
    const std::string_view kind = tree_.kind_name(c);
    if (kind == "for_clause") holder = c;
    if (kind == "range_clause") {
      const NodeId left = tree_.child(c, fields_.left);
      CodeId to = 0;
      if (left != kNone)
        to = target(tree_.named_child(left, std::max<std::size_t>(tree_.named_child_count(left), 1) - 1));
      const bool only_index = left != kNone && tree_.named_child_count(left) == 1;
      const CodeId over = lower(tree_.child(c, fields_.right));
      const CodeId made = emit(Op::each, n, {only_index ? 0 : to, over, lower(body)});
      return made;
    }
  }
  NodeId first = kNone;
  for (const FieldId field : {fields_.initializer, fields_.init, fields_.initialize}) {
    if (first == kNone && field != 0) first = tree_.child(holder, field);
  }
  NodeId step = fields_.update == 0 ? kNone : tree_.child(holder, fields_.update);
  if (step == kNone && fields_.increment != 0) step = tree_.child(holder, fields_.increment);
  NodeId condition = tree_.child(holder, fields_.condition);
  if (holder == n && condition == kNone && language(core::Language::go)) {
    const NodeId bare = tree_.named_child(n, 0);
    if (bare != body) condition = bare;
  }
  const CodeId before = first == kNone ? 0 : lower(first);
  const CodeId test = condition == kNone || !tree_.is_named(condition) ? 0 : lower(condition);
  const CodeId inner = lower(body);
  const CodeId loop = emit(Op::while_, n, {test, inner, step == kNone ? 0 : lower(step)});
  return before == 0 ? loop : emit(Op::block, n, {before, loop});
}

CodeId Lowering::comprehension(NodeId n) {
  const NodeId body = tree_.child(n, fields_.body);
  std::vector<NodeId> clauses;
  for (NodeId c : tree_.children(n)) {
    if (tree_.is(c, "for_in_clause") || tree_.is(c, "if_clause")) clauses.push_back(c);
  }
  CodeId inner = 0;
  if (body != kNone && tree_.is(body, "pair")) {
    inner = emit(Op::any, body, {lower(model_.second(tree_, body)), lower(model_.first(tree_, body))});
  } else {
    inner = lower(body);
  }
  for (std::size_t i = clauses.size(); i-- > 0;) {
    const NodeId c = clauses[i];
    if (tree_.is(c, "if_clause")) {
      inner = emit(Op::if_, c, {lower(tree_.named_child(c, 0)), inner, 0});
    } else {
      const CodeId over = lower(tree_.child(c, fields_.right));
      inner = emit(Op::each, c, {target(tree_.child(c, fields_.left)), over, inner});
    }
  }
  return inner;
}

CodeId Lowering::case_of(NodeId n) {
  std::vector<CodeId> patterns;
  std::vector<NodeId> statements;
  bool falls = language(core::Language::java) || language(core::Language::c) ||
               language(core::Language::cpp) || language(core::Language::javascript) ||
               language(core::Language::typescript) || language(core::Language::php);
  bool is_default = model_.role(tree_, n) == Role::default_case || model_.role(tree_, n) == Role::else_;
  CodeId guard = 0;
  const auto add_patterns = [&](NodeId holder, auto&& self) -> void {
    const std::string_view kind = tree_.kind_name(holder);
    const Role r = model_.role(tree_, holder);
    if (r == Role::string || r == Role::number || r == Role::literal || r == Role::identifier ||
        r == Role::member || r == Role::unary || kind == "simple_symbol" || kind == "dotted_name") {
      if (tree_.text(holder) == "_") {
        is_default = true;
      } else {
        patterns.push_back(kind == "dotted_name" ? emit(Op::nothing, holder, {}) : lower(holder));
      }
      return;
    }
    if (kind == "if_clause") return;
    const NodeId first = tree_.first_named_child(holder);
    if (first == kNone) {
      if (tree_.text(holder) == "_") is_default = true;
      return;
    }
    for (const NodeId c : tree_.named_children(holder)) {
      if (tree_.field(c) == fields_.condition && fields_.condition != 0) continue;
      self(c, self);
    }
  };
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) {
      if (tree_.text(c) == "default") is_default = true;
      continue;
    }
    const std::string_view kind = tree_.kind_name(c);
    const std::string_view field = tree_.grammar().field_name(tree_.field(c));
    if (kind == "switch_label") {
      if (tree_.named_child_count(c) == 0) is_default = true;
      for (const NodeId p : tree_.named_children(c)) add_patterns(p, add_patterns);
    } else if (kind.ends_with("pattern") || kind == "match_condition_list" || kind == "discard" ||
               field == "pattern" ||
               (field == "value" && kind != "block" && !tree_.is(n, "match_arm") &&
                !tree_.is(n, "switch_rule"))) {
      if (tree_.text(c) == "_") is_default = true;
      add_patterns(c, add_patterns);
    } else if (field == "guard" || field == "condition" || kind == "when_clause") {
      guard = lower(c);
    } else {
      statements.push_back(c);
    }
  }
  if (tree_.is(n, "switch_rule") || tree_.is(n, "switch_expression_arm") ||
      tree_.is(n, "match_conditional_expression"))
    falls = false;
  CodeId body = block(statements, n);
  if (guard != 0) body = emit(Op::if_, n, {guard, body, 0});
  if (is_default) patterns.clear();
  if (!is_default && patterns.empty()) patterns.push_back(emit(Op::nothing, n, {}));
  std::vector<CodeId> parts = {body};
  parts.insert(parts.end(), patterns.begin(), patterns.end());
  return emit(Op::case_, n, 0, parts, falls ? 1 : 0);
}

CodeId Lowering::switch_(NodeId n) {
  const NodeId subject = model_.first(tree_, n);
  NodeId holder = tree_.child(n, fields_.body);
  if (holder == kNone) holder = n;
  std::vector<CodeId> parts = {subject == kNone ? 0 : lower(subject)};
  for (NodeId c : tree_.children(holder)) {
    if (!tree_.is_named(c) || tree_.is_extra(c) || c == subject) continue;
    const Role r = model_.role(tree_, c);
    if (r == Role::case_ || r == Role::default_case || r == Role::else_ ||
        tree_.is(c, "switch_block_statement_group") || tree_.is(c, "switch_rule")) {
      parts.push_back(case_of(c));
    }
  }
  const CodeId made = emit(Op::switch_, n, parts);
  if (const NodeId before = tree_.child(n, fields_.initializer); before != kNone && fields_.initializer != 0)
    return emit(Op::block, n, {lower(before), made});
  return made;
}

CodeId Lowering::try_(NodeId n) {
  std::vector<NodeId> body;
  std::vector<CodeId> handlers;
  CodeId last = 0;
  std::vector<CodeId> before;
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) continue;
    const Role r = model_.role(tree_, c);
    if (r == Role::catch_) {
      handlers.push_back(children_block(c));
    } else if (r == Role::finally_) {
      last = children_block(c);
    } else if (tree_.is(c, "resource_specification")) {
      before.push_back(lower(c));
    } else {
      body.push_back(c);  // the body, and Python's and Ruby's else
    }
  }
  CodeId inner = block(body, n);
  if (!before.empty()) {
    before.push_back(inner);
    inner = emit(Op::block, n, before);
  }
  if (handlers.empty() && last == 0) return inner;
  std::vector<CodeId> parts = {inner, last};
  parts.insert(parts.end(), handlers.begin(), handlers.end());
  return emit(Op::try_, n, parts);
}

}  // namespace assay::analysis::taint
