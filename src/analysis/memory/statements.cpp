#include <algorithm>

#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

constexpr int kMaxDepth = 200;

}  // namespace

Walker::Walker(const FileView& file, std::vector<MemoryEvent>& events)
    : file_(file), tree_(file.tree), events_(events) {
  for (NodeId n = 0; n < tree_.size(); ++n) {
    const std::string_view kind = tree_.kind_name(n);
    NodeId changed = kNone;
    if (kind == "update_expression" || (kind == "pointer_expression" && tree_.text(n).starts_with('&')))
      changed = strip(tree_.child(n, "argument"));
    else if (kind == "assignment_expression" && text(tree_.child(n, "operator")) != "=")
      changed = strip(tree_.child(n, "left"));
    if (changed != kNone && tree_.is(changed, "identifier")) counted_.insert(tree_.text(changed));
  }
}

void Walker::run(NodeId function) {
  const NodeId body = tree_.child(function, "body");
  if (body == kNone || tree_.has_error(body)) return;
  Frame frame;
  frame.function = function;
  frame_ = &frame;
  State state;
  statement(body, state);
  if (state.live) leave(body, kNone, state);
  frame_ = nullptr;
  results_.clear();
}

void Walker::statements_in(NodeId n, State& state) {
  for (const NodeId c : tree_.named_children(n)) statement(c, state);
}

/// A variable of a block hides one of the same name outside it.
void Walker::block(NodeId n, State& state) {
  std::vector<std::pair<std::string, Fact>> hidden;
  for (const NodeId c : tree_.named_children(n)) {
    if (!tree_.is(c, "declaration")) continue;
    for (const NodeId d : tree_.named_children(c)) {
      const NodeId name = file_.model.declared_name(tree_, d);
      if (name == kNone || d == tree_.child(c, "type")) continue;
      if (const Fact* fact = state.find(tree_.text(name)))
        hidden.emplace_back(std::string(tree_.text(name)), *fact);
    }
  }
  statements_in(n, state);
  for (auto& [key, fact] : hidden) {
    state.forget(key);
    state.facts[key] = fact;
  }
}

void Walker::statement(NodeId n, State& state) {
  if (n == kNone || depth_ > kMaxDepth) return;
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "labeled_statement") {
    // Other ways lead here that are not followed.
    state = State{};
    ++depth_;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.field(c) == 0) statement(c, state);
    }
    --depth_;
    return;
  }
  if (!state.live) {
    // A label further in may be where somebody jumps to.
    if (kind == "compound_statement" || kind == "if_statement" || kind.ends_with("_loop") ||
        kind == "while_statement" || kind == "for_statement") {
      ++depth_;
      for (const NodeId c : tree_.named_children(n)) {
        if (tree_.kind_name(c).ends_with("statement")) statement(c, state);
      }
      --depth_;
    }
    return;
  }
  ++depth_;
  if (kind == "compound_statement" || kind.starts_with("preproc_") || kind == "else_clause" ||
      kind == "declaration_list" || kind == "linkage_specification") {
    if (kind.starts_with("preproc_") && kind != "preproc_call") {
      // The lines of #if may or may not be there; those of #else are there instead.
      State with = state;
      const NodeId alternative = tree_.child(n, "alternative");
      for (const NodeId c : tree_.named_children(n)) {
        if (c != alternative) statement(c, with);
      }
      if (alternative != kNone) statement(alternative, state);
      state = join(state, with);
      forget_changed(n, state);
    } else if (kind == "compound_statement") {
      block(n, state);
    } else {
      statements_in(n, state);
    }
  } else if (kind == "declaration") {
    declaration(n, state);
  } else if (kind == "if_statement") {
    branch(n, state);
  } else if (kind == "for_statement" || kind == "while_statement" || kind == "do_statement" ||
             kind == "for_range_loop") {
    loop(n, state);
  } else if (kind == "switch_statement") {
    switched(n, state);
  } else if (kind == "return_statement" || kind == "co_return_statement") {
    returned(n, state);
    state.live = false;
  } else if (kind == "throw_statement") {
    for (const NodeId c : tree_.named_children(n)) expression(c, state);
    state.live = false;
  } else if (kind == "break_statement") {
    if (!frame_->broken.empty()) {
      State& left = frame_->broken.back();
      left = join(left, state);
    }
    state.live = false;
  } else if (kind == "continue_statement" || kind == "goto_statement") {
    state.live = false;
  } else if (kind == "try_statement") {
    statement(tree_.child(n, "body"), state);
    state.live = true;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.kind_name(c) != "catch_clause") continue;
      State other;
      statement(tree_.child(c, "body"), other);
    }
    forget_changed(n, state);
  } else if (kind == "function_definition" || kind.ends_with("_specifier") ||
             kind == "template_declaration") {
    // A class of its own, whose functions are walked through by themselves.
  } else if (kind == "expression_statement") {
    for (const NodeId c : tree_.named_children(n)) expression(c, state);
  } else {
    expression(n, state);
  }
  --depth_;
}

void Walker::branch(NodeId n, State& state) {
  const NodeId condition = tree_.child(n, "condition");
  expression(condition, state);
  if (!state.live) return;
  const NodeId inner =
      tree_.kind_name(condition) == "condition_clause" ? tree_.child(condition, "value") : condition;
  const auto value = inner == kNone ? std::nullopt : constant(inner, state);
  State other = state;
  tested(condition, state);
  tested(condition, other);
  assume(inner, true, state);
  assume(inner, false, other);
  state.live = !value || *value != 0;
  other.live = !value || *value == 0;
  const int sure = frame_->unsure;
  if (!value) ++frame_->unsure;
  statement(tree_.child(n, "consequence"), state);
  if (const NodeId alternative = tree_.child(n, "alternative"); alternative != kNone)
    statement(alternative, other);
  // What follows a branch that leaves is only reached sometimes, too.
  if (state.live && other.live) frame_->unsure = sure;
  State met = join(state, other);
  if (state.live && other.live) {
    note_freed(state, other, met);
    note_unset(n, state, other, met);
  }
  state = std::move(met);
}

/// A statement after which perhaps nothing goes on: its last part is a call of something unknown, or a macro.
bool Walker::may_end_here(NodeId statement) const {
  if (statement == kNone) return false;
  for (NodeId n = statement; n < tree_.subtree_end(statement); ++n) {
    if (tree_.kind_name(n).starts_with("preproc")) return true;
    if (!tree_.is(n, "call_expression")) continue;
    const std::string_view callee = callee_name(n);
    if (!borrows(callee) && !only_shows(callee)) return true;
  }
  return false;
}

/// One branch put something into a variable and the other did not, and both go on.
void Walker::note_unset(NodeId branch, State& one, State& other, State& met) const {
  for (auto& [key, fact] : met.facts) {
    const Fact* a = one.find(key);
    const Fact* b = other.find(key);
    if (a == nullptr || b == nullptr || key.find_first_of("*.-") != std::string::npos) continue;
    const auto unset = [](const Fact& f) { return f.uninitialized || f.maybe_unset != 0; };
    if (unset(*a) == unset(*b)) continue;
    const NodeId without = tree_.child(branch, unset(*a) ? "consequence" : "alternative");
    if (may_end_here(without)) continue;
    fact.maybe_unset = static_cast<int>(tree_.start_line(branch));
    fact.unset_under = frame_->unsure;
  }
}

/// One branch gave a block back and the other did not, and both go on as if nothing had happened.
void Walker::note_freed(State& one, State& other, State& met) const {
  for (auto& [key, fact] : met.facts) {
    const Fact* a = one.find(key);
    const Fact* b = other.find(key);
    if (a == nullptr || b == nullptr || (a->freed == 0) == (b->freed == 0)) continue;
    const Fact* kept = a->freed == 0 ? a : b;
    // Only what is certainly the same block and not NULL is no matter of what was tested before.
    if (a->object == 0 || a->object != b->object || kept->null != Null::not_null) continue;
    fact.maybe_freed = std::max(a->freed, b->freed);
    fact.maybe_under = frame_->unsure;
  }
}

void Walker::switched(NodeId n, State& state) {
  const NodeId condition = tree_.child(n, "condition");
  expression(condition, state);
  if (!state.live) return;
  const auto value = constant(condition, state);
  tested(condition, state);
  const std::vector<NodeId> cases = tree_.named_children(tree_.child(n, "body"));
  // Of a constant only its own case is reached, or the one for the rest.
  NodeId chosen = kNone;
  NodeId rest = kNone;
  bool sure = value.has_value();
  for (const NodeId c : cases) {
    if (!tree_.is(c, "case_statement")) continue;
    const NodeId label = tree_.child(c, "value");
    if (label == kNone) {
      rest = c;
      continue;
    }
    const auto one = sure ? constant(label, state) : std::nullopt;
    if (!one) sure = false;
    if (sure && *one == *value) chosen = c;
  }
  if (chosen == kNone) chosen = rest;
  frame_->broken.push_back(State{.live = false, .facts = {}, .freed = {}});
  State through;  // what the case before falls through with
  through.live = false;
  for (const NodeId c : cases) {
    if (!tree_.is(c, "case_statement")) {
      statement(c, through);
      continue;
    }
    if (!sure || c == chosen) through = join(through, state);
    ++depth_;
    if (!sure) ++frame_->unsure;
    for (const NodeId s : tree_.named_children(c)) {
      if (s != tree_.child(c, "value")) statement(s, through);
    }
    if (!sure) --frame_->unsure;
    --depth_;
  }
  State after = join(frame_->broken.back(), through);
  frame_->broken.pop_back();
  if (rest == kNone && !(sure && chosen != kNone)) after = join(after, state);
  state = std::move(after);
}

void Walker::returned(NodeId n, State& state) {
  NodeId value = kNone;
  for (const NodeId c : tree_.named_children(n)) {
    expression(c, state);
    read(c, state);
    value = c;
  }
  if (!state.live) return;
  if (const Fact* fact = value == kNone ? nullptr : state.find(key_of(value)); fact != nullptr) {
    if (fact->freed != 0) report(MemoryEvent::Kind::use_after_free, value, key_of(value), "", fact->freed);
  }
  leave(n, value, state);
}

/// The function ends here: what it gives, and what nobody can give back any more.
void Walker::leave(NodeId at, NodeId value, State& state) {
  const Fact result = value == kNone ? Fact{} : value_of(value, state);
  frame_->result = frame_->returned ? join(frame_->result, result) : result;
  frame_->returned = true;
  if (frame_->outer == nullptr && tree_.is(at, "return_statement") &&
      file_.model.function_name(tree_, frame_->function) != "main") {
    const std::string_view given = value == kNone ? std::string_view() : tree_.text(value);
    for (const auto& [key, fact] : state.facts) {
      if (fact.freed != 0 || fact.handed_on || fact.null != Null::not_null || fact.allocated == 0) continue;
      const bool plain = fact.origin == Origin::new_array && fact.element > 0;
      if (fact.origin != Origin::malloc && fact.origin != Origin::file && !plain) continue;
      if (given.find(key) != std::string_view::npos || !is_local(key)) continue;
      report(MemoryEvent::Kind::leak, at, key,
             fact.origin == Origin::file ? "fopen"
             : plain                     ? "new[]"
                                         : "malloc",
             fact.allocated);
    }
  }
  frame_->left = join(frame_->left, state);
}

}  // namespace assay::analysis::memory
