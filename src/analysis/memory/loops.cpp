#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {

void Walker::loop(NodeId n, State& state) {
  const std::string_view kind = tree_.kind_name(n);
  if (const NodeId init = tree_.child(n, "initializer"); init != kNone) {
    if (tree_.is(init, "declaration"))
      statement(init, state);
    else
      expression(init, state);
  }
  check_rounds(n, state);
  check_end(n);
  State before = state;
  check_sums(n, state);
  const NodeId condition = tree_.child(n, "condition");
  // `while (1)`, `for (;;)`, and whatever holds before the first round: the loop is entered for sure.
  const auto first = condition == kNone || kind == "do_statement" ? std::nullopt : constant(condition, state);
  const bool entered =
      kind == "do_statement" || (first && *first != 0) || (condition == kNone && kind == "for_statement");
  const bool single = first && *first != 0 && runs_once(n, state);
  // What changes in the loop is unknown in all of its rounds.
  if (!single) forget_changed(n, state);
  const auto always =
      kind == "do_statement" || condition == kNone ? std::nullopt : constant(condition, state);
  const bool endless = (!single && always && *always != 0) || (condition == kNone && kind == "for_statement");
  if (condition != kNone && kind != "do_statement") {
    expression(condition, state);
    tested(condition, state);
    assume(condition, true, state);
    tested(condition, before);
  }
  if (first && *first == 0) {
    state = before;
    return;
  }
  frame_->broken.push_back(State{.live = false, .facts = {}, .freed = {}});
  if (!entered) ++frame_->unsure;
  statement(tree_.child(n, "body"), state);
  if (!entered) --frame_->unsure;
  if (const NodeId step = tree_.child(n, "update"); step != kNone && state.live) expression(step, state);
  if (condition != kNone && kind == "do_statement" && state.live) expression(condition, state);
  State broken = std::move(frame_->broken.back());
  frame_->broken.pop_back();
  const bool once = single || (kind == "do_statement" && constant(condition, state) == 0.0);
  if (!once) forget_changed(n, state);
  if (endless) {
    // Only a break leads out.
    state = std::move(broken);
    return;
  }
  if (!entered) {
    forget_changed(n, before);
    before.live = true;
    state = join(state, before);
    state = join(state, broken);
    // The rounds may have been none.
    return;
  }
  // `continue` leads to the end of the round as well.
  State after = join(state, broken);
  if (!after.live) {
    forget_changed(n, before);
    after = before;
    after.live = true;
  }
  state = std::move(after);
}

namespace {

/// `while (1) { …; break; }`: a statement at the end of the body leaves it, and nothing goes back before.
bool is_left_at_end(const Tree& tree, NodeId body) {
  if (!tree.is(body, "compound_statement")) return false;
  const std::vector<NodeId> statements = tree.named_children(body);
  if (statements.empty()) return false;
  const NodeId last = statements.back();
  if (!tree.is(last, "break_statement") && !tree.is(last, "return_statement")) return false;
  for (NodeId n = body; n < last; ++n) {
    if (tree.is(n, "continue_statement") || tree.is(n, "labeled_statement")) return false;
  }
  return true;
}

}  // namespace

/// `for (i = 0; i < 1; i++)`, and what is left at the end of its first round.
bool Walker::runs_once(NodeId n, const State& state) {
  if (is_left_at_end(tree_, tree_.child(n, "body"))) return true;
  const NodeId step = tree_.child(n, "update");
  const NodeId condition = tree_.child(n, "condition");
  if (step == kNone || !tree_.is(strip(step), "update_expression")) return false;
  // The counter must not be changed in the body.
  State body = state;
  forget_changed(tree_.child(n, "body"), body);
  const std::string counter = key_of(tree_.child(strip(step), "argument"));
  if (counter.empty() || body.find(counter) == nullptr) return false;
  update(strip(step), body);
  return constant(condition, body) == 0.0;
}

/// `total += x` in a loop, with nothing in total before the first round.
void Walker::check_sums(NodeId n, State& state) {
  const NodeId end = tree_.subtree_end(n);
  for (auto& [key, fact] : state.facts) {
    if (!fact.uninitialized) continue;
    for (NodeId i = n; i < end; ++i) {
      if (!tree_.is(i, "identifier") || tree_.text(i) != key) continue;
      const NodeId parent = tree_.parent(i);
      const bool sum = tree_.is(parent, "assignment_expression") && tree_.child(parent, "left") == i &&
                       text(tree_.child(parent, "operator")) != "=";
      bool always = sum || tree_.is(parent, "update_expression");
      for (NodeId p = parent; p != n && always; p = tree_.parent(p)) {
        const std::string_view kind = tree_.kind_name(p);
        always = kind != "if_statement" && kind != "switch_statement" && kind != "conditional_expression" &&
                 !kind.starts_with("preproc");
      }
      if (always) report(MemoryEvent::Kind::uninitialized, i, key, "", 0);
      break;  // only the first mention counts: it may be the one that sets it
    }
  }
}

/// `while (n > 0)` of local variables that nothing in the loop changes, and no other way out.
void Walker::check_end(NodeId n) {
  const NodeId condition = tree_.child(n, "condition");
  const NodeId body = tree_.child(n, "body");
  if (condition == kNone || body == kNone || tree_.has_error(n)) return;
  std::set<std::string_view> asked;
  for (NodeId i = condition; i < tree_.subtree_end(condition); ++i) {
    const std::string_view kind = tree_.kind_name(i);
    // What a call gives or what stands in memory may be changed by others.
    if (kind == "call_expression" || kind == "field_expression" || kind == "subscript_expression" ||
        kind == "pointer_expression" || kind == "assignment_expression" || kind == "update_expression" ||
        kind == "declaration" || kind == "qualified_identifier")
      return;
    if (kind != "identifier") continue;
    const std::string_view name = tree_.text(i);
    const std::string type = file_.names.declared_type(i);
    if (!is_local(name) || limits_of(type) == nullptr) return;
    asked.insert(name);
  }
  if (asked.empty()) return;
  for (NodeId i = n; i < tree_.subtree_end(n); ++i) {
    const std::string_view kind = tree_.kind_name(i);
    if (kind == "break_statement" || kind == "return_statement" || kind == "goto_statement" ||
        kind == "throw_statement" || kind == "co_return_statement" || kind == "co_await_expression" ||
        kind == "co_yield_statement" || kind.starts_with("preproc") || kind == "lambda_expression" ||
        kind == "gnu_asm_expression")
      return;
    // `STEP;` is a macro.
    if (kind == "expression_statement" && tree_.is(tree_.named_child(i, 0), "identifier")) return;
    if (kind == "call_expression") {
      const std::string_view callee = callee_name(i);
      const NodeId own = own_function(tree_.child(i, "function"));
      // A macro may change anything, and an unknown function may be the end of everything.
      if (!borrows(callee) && !only_shows(callee) && own == kNone) return;
    }
    if (i >= condition && i < tree_.subtree_end(condition)) continue;
    if (kind == "identifier" && asked.contains(tree_.text(i))) {
      const NodeId parent = tree_.parent(i);
      const std::string_view around = tree_.kind_name(parent);
      const bool written =
          around == "update_expression" || around == "init_declarator" || around.ends_with("declarator") ||
          around == "pointer_expression" || around == "declaration" ||
          (around == "assignment_expression" && tree_.child(parent, "left") == i) ||
          (around == "binary_expression" && file_.model.operator_text(tree_, parent) == ">>") ||
          (around == "argument_list" && tree_.grammar().name() == "cpp");
      // The initializer of a for is run once, before.
      if (written &&
          !(tree_.child(n, "initializer") != kNone && tree_.contains(tree_.child(n, "initializer"), i)))
        return;
    }
  }
  for (NodeId i = frame_->function; i < tree_.subtree_end(frame_->function); ++i) {
    // Who has its address, or refers to it, may change it.
    const bool address = tree_.is(i, "pointer_expression") && tree_.text(i).starts_with('&');
    if ((address && asked.contains(text(tree_.child(i, "argument")))) || tree_.is(i, "reference_declarator"))
      return;
  }
  report(MemoryEvent::Kind::endless, n, std::string(*asked.begin()), "", 0);
}

/// `for (i = 0; i < 20; i++) a[i]` with fewer than 20 elements. The same limit with `<=` is a rule of its
/// own.
void Walker::check_rounds(NodeId n, State& state) {
  const NodeId condition = tree_.child(n, "condition");
  const NodeId body = tree_.child(n, "body");
  if (condition == kNone || body == kNone || tree_.kind_name(condition) != "binary_expression") return;
  const std::string_view op = file_.model.operator_text(tree_, condition);
  const NodeId counter = tree_.child(condition, "left");
  const Range bound = range_of(tree_.child(condition, "right"), state);
  const auto limit = bound.value();
  // As many rounds as somebody outside likes.
  const bool any = bound.outside && bound.has_no_upper_limit();
  if ((op != "<" && op != "<=") || (!limit && !any) || tree_.kind_name(counter) != "identifier") return;
  const std::string_view name = tree_.text(counter);
  const NodeId end = tree_.subtree_end(body);
  for (NodeId i = body; i < end; ++i) {
    // Rounds that are left or branch on the counter need not reach the last element.
    const std::string_view kind = tree_.kind_name(i);
    if (kind == "break_statement" || kind == "return_statement" || kind == "goto_statement") return;
    if (kind == "if_statement" &&
        tree_.text(tree_.child(i, "condition")).find(name) != std::string_view::npos)
      return;
  }
  for (NodeId i = body; i < end; ++i) {
    if (!tree_.is(i, "subscript_expression")) continue;
    const NodeId index = index_of(i);
    if (index == kNone || tree_.text(index) != name) continue;
    const std::string key = key_of(tree_.child(i, "argument"));
    const Fact* fact = key.empty() ? nullptr : state.find(key);
    if (fact == nullptr || !fact->bytes || fact->element <= 0 || fact->freed != 0) continue;
    const double count = (*fact->bytes - fact->offset) / fact->element;
    if (any) {
      report(MemoryEvent::Kind::outside_index, i, std::string(name),
             "nobody compares the number of rounds with the " +
                 std::to_string(static_cast<long long>(count)) + " elements",
             bound.line);
      return;
    }
    const double last = op == "<" ? *limit - 1 : *limit;
    if (last < count || (fact->array && op == "<=" && *limit == count)) continue;
    report(MemoryEvent::Kind::out_of_bounds, i, key,
           "indexes up to " + std::to_string(static_cast<long long>(last)) + " of " +
               std::to_string(static_cast<long long>(count)) + " elements",
           0);
    return;
  }
}

}  // namespace assay::analysis::memory
