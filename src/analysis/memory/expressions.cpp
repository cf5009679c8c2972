#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {

using Kind = MemoryEvent::Kind;

std::string Walker::key_of(NodeId n) const {
  n = strip(n);
  if (n == kNone) return {};
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "identifier" || kind == "this") return std::string(tree_.text(n));
  if (kind != "field_expression") return {};
  const std::string base = key_of(tree_.child(n, "argument"));
  if (base.empty()) return {};
  const NodeId op = tree_.child(n, "operator");
  return base + (op != kNone && tree_.text(op) == "->" ? "->" : ".") +
         std::string(text(tree_.child(n, "field")));
}

void Walker::report(Kind kind, NodeId at, std::string name, std::string detail, int line) {
  // One allocation is forgotten once, however many ways use it.
  if (line > 0 && !reported_.emplace(kind, name, line).second) return;
  events_.push_back({kind, at, std::move(name), std::move(detail), line});
}

/// Reads the value of a variable where it stands alone.
void Walker::read(NodeId n, State& state) {
  n = strip(n);
  if (n == kNone || tree_.kind_name(n) != "identifier") return;
  Fact* fact = state.find(tree_.text(n));
  if (fact == nullptr || !fact->uninitialized) return;
  report(Kind::uninitialized, n, std::string(tree_.text(n)), "", 0);
  fact->uninitialized = false;
}

/// Something is read or written where the pointer points.
void Walker::deref(NodeId pointer, State& state) {
  read(pointer, state);
  const std::string key = key_of(pointer);
  if (key.empty()) return;
  Fact* fact = state.find(key);
  if (fact == nullptr) return;
  if (fact->freed != 0) {
    report(Kind::use_after_free, pointer, key, "", fact->freed);
    state.forget(key);
    return;
  }
  if (fact->unchecked) {
    report(Kind::unchecked, pointer, key, "", fact->allocated);
    fact->unchecked = false;
  }
}

void Walker::expression(NodeId n, State& state) {
  if (n == kNone || !state.live) return;
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "assignment_expression") return assignment(n, state);
  if (kind == "call_expression") return call(n, state);
  if (kind == "subscript_expression") return subscript(n, state);
  if (kind == "sizeof_expression" || kind == "identifier" || kind == "string_literal" ||
      kind == "offsetof_expression" || kind == "type_descriptor" || kind == "decltype" ||
      kind == "alignof_expression") {
    return;
  }
  if (kind == "lambda_expression") return forget_changed(n, state);
  if (kind == "gnu_asm_expression") {
    // Its operands may be inputs or outputs.
    for (NodeId i = n; i < tree_.subtree_end(n); ++i) {
      if (tree_.is(i, "identifier")) state.forget(tree_.text(i));
    }
    return;
  }
  if (kind == "delete_expression") {
    const NodeId what = tree_.named_child(n, tree_.named_child_count(n) - 1);
    expression(what, state);
    return freed(n, what, tree_.text(n).find('[') != std::string_view::npos ? "delete[]" : "delete", state);
  }
  if (kind == "pointer_expression") {
    const NodeId argument = tree_.child(n, "argument");
    if (text(tree_.child(n, "operator")) == "*") {
      expression(argument, state);
      return deref(argument, state);
    }
    // &x may be written through; &p->x only counts.
    const std::string key = key_of(argument);
    if (key.empty()) {
      const NodeId inner = strip(argument);
      if (inner != kNone && tree_.kind_name(inner) == "subscript_expression") {
        for (const NodeId c : tree_.named_children(inner)) {
          if (c != tree_.child(inner, "argument")) expression(c, state);
        }
      } else {
        expression(argument, state);
      }
      return;
    }
    Fact* fact = state.find(key);
    if (fact != nullptr && fact->array) {
      fact->uninitialized = false;
    } else {
      state.forget(key);
    }
    return;
  }
  if (kind == "field_expression") {
    const NodeId argument = tree_.child(n, "argument");
    expression(argument, state);
    if (text(tree_.child(n, "operator")) == "->") deref(argument, state);
    return;
  }
  if (kind == "binary_expression") {
    const std::string_view op = file_.model.operator_text(tree_, n);
    const NodeId left = tree_.child(n, "left");
    const NodeId right = tree_.child(n, "right");
    expression(left, state);
    if (op == "&&" || op == "||") {
      tested(left, state);
      State maybe = state;
      expression(right, maybe);
      state = join(state, maybe);
      return;
    }
    read(left, state);
    // `(HANDLE)&x` looks like a bitwise and.
    if (op == "&" && tree_.is(left, "parenthesized_expression") && !key_of(right).empty()) {
      state.forget(key_of(right));
      return;
    }
    expression(right, state);
    // `cin >> x` fills.
    if (op == ">>" && strip(right) != kNone && !key_of(right).empty() && tree_.grammar().name() == "cpp") {
      state.forget(key_of(right));
      return;
    }
    read(right, state);
    return;
  }
  if (kind == "conditional_expression") {
    const NodeId condition = tree_.child(n, "condition");
    expression(condition, state);
    tested(condition, state);
    State other = state;
    expression(tree_.child(n, "consequence"), state);
    expression(tree_.child(n, "alternative"), other);
    state = join(state, other);
    return;
  }
  if (kind == "update_expression") {
    const NodeId argument = tree_.child(n, "argument");
    expression(argument, state);
    read(argument, state);
    const std::string key = key_of(argument);
    if (Fact* fact = state.find(key)) {
      fact->bytes.reset();
      fact->origin = Origin::unknown;
    }
    return;
  }
  for (const NodeId c : tree_.named_children(n)) expression(c, state);
}

void Walker::assignment(NodeId n, State& state) {
  const NodeId left = tree_.child(n, "left");
  const NodeId right = tree_.child(n, "right");
  const NodeId op = tree_.child(n, "operator");
  expression(right, state);
  read(right, state);
  const std::string key = key_of(left);
  if (text(op) != "=") {
    expression(left, state);
    read(left, state);
    if (Fact* fact = state.find(key)) {
      fact->bytes.reset();
      fact->origin = Origin::unknown;
    }
    return;
  }
  const NodeId plain = strip(left);
  if (plain == kNone) return;
  if (key.empty() || tree_.kind_name(plain) == "field_expression") expression(plain, state);
  if (!key.empty()) assign(left, right, state);
}

void Walker::assign(NodeId target, NodeId value, State& state) {
  const std::string key = key_of(target);
  if (key.empty()) return;
  Fact fact = value_of(value, state);
  // The pointer's own type says more of its elements than that of malloc.
  state.forget(key);
  state.facts[key] = fact;
}

/// What is known of a pointer that gets this value.
Fact Walker::value_of(NodeId value, State& state) {
  NodeId n = strip(value);
  if (n == kNone) return {};
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "call_expression") {
    const std::string_view function = text(tree_.child(n, "function"));
    if (allocates(function)) return allocation(n, function, state);
    return {};
  }
  if (kind == "new_expression") {
    Fact fact;
    fact.allocated = static_cast<int>(tree_.start_line(n));
    const NodeId declarator = tree_.child(n, "declarator");
    const bool array = declarator != kNone && tree_.kind_name(declarator) == "new_declarator";
    fact.origin = array ? Origin::new_array : Origin::new_one;
    if (tree_.child(n, "placement") != kNone) fact.origin = Origin::unknown;
    fact.element = size_of_type(text(tree_.child(n, "type")));
    const NodeId length = array ? tree_.child(declarator, "length") : kNone;
    const auto count = length == kNone ? std::nullopt : constant(file_, state, length);
    if (array && count && fact.element > 0) fact.bytes = *count * fact.element;
    return fact;
  }
  const std::string from = key_of(n);
  if (const Fact* known = from.empty() ? nullptr : state.find(from)) {
    Fact fact = *known;
    fact.array = false;
    fact.uninitialized = false;
    fact.open = false;
    return fact;
  }
  return {};
}

Fact Walker::allocation(NodeId n, std::string_view function, State& state) {
  Fact fact;
  fact.allocated = static_cast<int>(tree_.start_line(n));
  fact.unchecked = function != "alloca" && function != "__builtin_alloca";
  fact.origin = fact.unchecked ? Origin::malloc : Origin::stack;
  if (function.starts_with("f") && function.ends_with("open")) fact.origin = Origin::file;
  const std::vector<NodeId> arguments = tree_.named_children(tree_.child(n, "arguments"));
  std::optional<double> bytes;
  if ((function == "malloc" || function == "alloca") && arguments.size() == 1) {
    bytes = constant(file_, state, arguments[0]);
  } else if (function == "calloc" && arguments.size() == 2) {
    const auto count = constant(file_, state, arguments[0]);
    const auto each = constant(file_, state, arguments[1]);
    if (count && each) bytes = *count * *each;
  }
  fact.bytes = bytes;
  // `(int *)malloc(40)`, `int *p = malloc(40)`: the type that stands nearest.
  for (NodeId p = tree_.parent(n), steps = 0; p != kNone && steps < 4; p = tree_.parent(p), ++steps) {
    const std::string_view kind = tree_.kind_name(p);
    if (kind == "cast_expression") {
      std::string_view type = text(tree_.child(p, "type"));
      if (type.ends_with('*')) fact.element = size_of_type(type.substr(0, type.size() - 1));
      break;
    }
    if (kind == "declaration") {
      fact.element = size_of_type(text(tree_.child(p, "type")));
      break;
    }
  }
  return fact;
}

void Walker::subscript(NodeId n, State& state) {
  const NodeId base = tree_.child(n, "argument");
  NodeId index = tree_.child(n, "indices");
  if (index == kNone) index = tree_.child(n, "index");
  if (index != kNone && tree_.kind_name(index) == "subscript_argument_list")
    index = tree_.named_child(index, 0);
  expression(base, state);
  if (index != kNone) {
    expression(index, state);
    read(index, state);
  }
  const std::string key = key_of(base);
  if (const Fact* fact = key.empty() ? nullptr : state.find(key);
      fact != nullptr && fact->bytes && fact->element > 0 && fact->freed == 0 && index != kNone) {
    const auto at = constant(file_, state, index);
    const double count = *fact->bytes / fact->element;
    if (at && (*at >= count || *at < 0)) {
      report(Kind::out_of_bounds, n, key,
             "index " + std::to_string(static_cast<long long>(*at)) + " of " +
                 std::to_string(static_cast<long long>(count)) + " elements",
             0);
    }
  }
  deref(base, state);
}

void Walker::tested(NodeId condition, State& state) {
  if (condition == kNone) return;
  const NodeId end = tree_.subtree_end(condition);
  for (NodeId n = condition; n < end; ++n) {
    const std::string key = key_of(n);
    if (Fact* fact = key.empty() ? nullptr : state.find(key)) fact->unchecked = false;
  }
}

void Walker::forget_changed(NodeId top, State& state) {
  const NodeId end = tree_.subtree_end(top);
  for (NodeId n = top; n < end; ++n) {
    const std::string_view kind = tree_.kind_name(n);
    NodeId target = kNone;
    if (kind == "assignment_expression")
      target = tree_.child(n, "left");
    else if (kind == "update_expression" || (kind == "pointer_expression" && tree_.text(n).starts_with('&')))
      target = tree_.child(n, "argument");
    else if (kind == "argument_list" || kind == "delete_expression" || kind == "return_statement") {
      // What is handed on may be freed, filled or tested there.
      for (const NodeId c : tree_.named_children(n)) {
        const std::string key = key_of(c);
        Fact* fact = key.empty() ? nullptr : state.find(key);
        if (fact == nullptr) continue;
        if (fact->array) {
          fact->uninitialized = false;
        } else {
          state.forget(key);
        }
      }
    } else if (kind == "lambda_capture_specifier") {
      for (auto& [key, fact] : state.facts) fact = Fact{};
    }
    if (target == kNone) continue;
    const std::string key = key_of(target);
    if (key.empty()) continue;
    Fact* fact = state.find(key);
    if (fact != nullptr && fact->array) continue;
    state.forget(key);
  }
}

}  // namespace assay::analysis::memory
