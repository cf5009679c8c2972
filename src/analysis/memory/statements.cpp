#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

constexpr int kMaxDepth = 200;

}  // namespace

void Walker::run(NodeId function) {
  function_ = function;
  State state;
  const NodeId body = tree_.child(function, "body");
  if (body == kNone || tree_.has_error(body)) return;
  statement(body, state);
}

void Walker::statements_in(NodeId n, State& state) {
  for (const NodeId c : tree_.named_children(n)) statement(c, state);
}

void Walker::statement(NodeId n, State& state) {
  if (n == kNone || depth_ > kMaxDepth) return;
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "labeled_statement" || kind == "case_statement") {
    // Other ways lead here that are not followed.
    state = State{};
    ++depth_;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.field(c) == 0) statement(c, state);
    }
    --depth_;
    return;
  }
  if (!state.live) return;
  ++depth_;
  if (kind == "compound_statement" || kind.starts_with("preproc_") || kind == "else_clause" ||
      kind == "declaration_list" || kind == "linkage_specification") {
    if (kind.starts_with("preproc_") && kind != "preproc_call") {
      // The lines of #if may or may not be there.
      State with = state;
      statements_in(n, with);
      state = join(state, with);
      forget_changed(n, state);
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
  } else if (kind == "return_statement" || kind == "throw_statement" || kind == "co_return_statement") {
    returned(n, state);
    state.live = false;
  } else if (kind == "break_statement" || kind == "continue_statement" || kind == "goto_statement") {
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
  tested(condition, state);
  const NodeId inner =
      tree_.kind_name(condition) == "condition_clause" ? tree_.child(condition, "value") : condition;
  const auto value = inner == kNone ? std::nullopt : constant(file_, state, inner);
  State other = state;
  if (!value || *value != 0) statement(tree_.child(n, "consequence"), state);
  const NodeId alternative = tree_.child(n, "alternative");
  if (value && *value != 0) return;
  if (alternative != kNone) statement(alternative, other);
  state = value ? other : join(state, other);
}

void Walker::loop(NodeId n, State& state) {
  const std::string_view kind = tree_.kind_name(n);
  if (const NodeId init = tree_.child(n, "initializer"); init != kNone) statement(init, state);
  check_rounds(n, state);
  State before = state;
  check_sums(n, state);
  // What changes in the loop is unknown in all of its rounds.
  forget_changed(n, state);
  const NodeId condition = tree_.child(n, "condition");
  if (condition != kNone && kind != "do_statement") {
    expression(condition, state);
    tested(condition, state);
    tested(condition, before);
  }
  statement(tree_.child(n, "body"), state);
  if (condition != kNone && kind == "do_statement" && state.live) expression(condition, state);
  forget_changed(n, before);
  forget_changed(n, state);
  before.live = true;
  state = before;
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

/// `for (i = 0; i < 20; i++) a[i]` with fewer than 20 elements. The same limit with `<=` is a rule of its
/// own.
void Walker::check_rounds(NodeId n, State& state) {
  const NodeId condition = tree_.child(n, "condition");
  const NodeId body = tree_.child(n, "body");
  if (condition == kNone || body == kNone || tree_.kind_name(condition) != "binary_expression") return;
  const std::string_view op = file_.model.operator_text(tree_, condition);
  const NodeId counter = tree_.child(condition, "left");
  const auto limit = constant(file_, state, tree_.child(condition, "right"));
  if ((op != "<" && op != "<=") || !limit || tree_.kind_name(counter) != "identifier") return;
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
    NodeId index = tree_.child(i, "indices");
    if (index != kNone && tree_.kind_name(index) == "subscript_argument_list")
      index = tree_.named_child(index, 0);
    if (index == kNone) index = tree_.child(i, "index");
    if (index == kNone || tree_.text(index) != name) continue;
    const std::string key = key_of(tree_.child(i, "argument"));
    const Fact* fact = key.empty() ? nullptr : state.find(key);
    if (fact == nullptr || !fact->bytes || fact->element <= 0 || fact->freed != 0) continue;
    const double count = *fact->bytes / fact->element;
    if (*limit <= count) continue;
    report(MemoryEvent::Kind::out_of_bounds, i, key,
           "indexes up to " + std::to_string(static_cast<long long>(op == "<" ? *limit - 1 : *limit)) +
               " of " + std::to_string(static_cast<long long>(count)) + " elements",
           0);
    return;
  }
}

void Walker::switched(NodeId n, State& state) {
  expression(tree_.child(n, "condition"), state);
  State inside = state;
  inside.live = true;
  // Each case starts with nothing known: see statement().
  statements_in(tree_.child(n, "body"), inside);
  forget_changed(n, state);
}

void Walker::declaration(NodeId n, State& state) {
  const NodeId type = tree_.child(n, "type");
  const std::string_view whole = tree_.text(n);
  const bool kept = whole.starts_with("static") || whole.starts_with("extern") ||
                    whole.starts_with("thread_local") || whole.starts_with("_Thread_local");
  for (const NodeId c : tree_.named_children(n)) {
    if (c == type) continue;
    const std::string_view kind = tree_.kind_name(c);
    if (kind == "init_declarator") {
      const NodeId value = tree_.child(c, "value");
      expression(value, state);
      declare(tree_.child(c, "declarator"), type, value, state);
    } else if (kind.ends_with("declarator") || kind == "identifier") {
      declare(c, type, kNone, state);
      if (kept) {
        if (Fact* fact = state.find(text(file_.model.declared_name(tree_, c)))) fact->uninitialized = false;
      }
    }
  }
}

void Walker::declare(NodeId declarator, NodeId type, NodeId value, State& state) {
  const NodeId name = file_.model.declared_name(tree_, declarator);
  if (name == kNone) return;
  const std::string key(tree_.text(name));
  state.forget(key);
  // `char *names[8]` is an array of pointers.
  bool pointers = false;
  while (tree_.is(declarator, "pointer_declarator") && tree_.child(declarator, "declarator") != kNone &&
         tree_.kind_name(tree_.child(declarator, "declarator")).ends_with("_declarator")) {
    pointers = true;
    declarator = tree_.child(declarator, "declarator");
  }
  const std::string_view kind = tree_.kind_name(declarator);
  if (kind == "array_declarator") {
    Fact fact;
    fact.array = true;
    fact.origin = Origin::stack;
    const NodeId inner = tree_.child(declarator, "declarator");
    const NodeId size = tree_.child(declarator, "size");
    if (inner == kNone || tree_.kind_name(inner) == "identifier") {
      fact.element = pointers ? 8 : size_of_type(text(type));
      auto count = size == kNone ? std::nullopt : constant(file_, state, size);
      if (size == kNone && value != kNone) {
        if (tree_.kind_name(value) == "initializer_list")
          count = static_cast<double>(tree_.named_child_count(value));
        else
          count = string_bytes(file_, value);
        // `{[5] = 1}` has more elements than are written.
        if (tree_.text(value).find("] =") != std::string_view::npos ||
            tree_.text(value).find("...") != std::string_view::npos)
          count.reset();
      }
      if (count && fact.element > 0) fact.bytes = *count * fact.element;
    }
    state.facts[key] = fact;
    return;
  }
  if (value != kNone) {
    if (kind == "identifier" || kind == "pointer_declarator") assign(name, value, state);
    return;
  }
  // Classes have constructors; references and functions are no variables of their own.
  if (pointers && kind != "pointer_declarator") return;
  if (kind != "pointer_declarator" && (kind != "identifier" || size_of_type(text(type)) == 0)) return;
  Fact fact;
  fact.uninitialized = true;
  fact.open = true;
  state.facts[key] = fact;
}

void Walker::returned(NodeId n, State& state) {
  for (const NodeId c : tree_.named_children(n)) {
    expression(c, state);
    read(c, state);
  }
}

}  // namespace assay::analysis::memory
