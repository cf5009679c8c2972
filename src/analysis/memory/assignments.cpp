#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

/// Nodes of a `?:` whose outcomes are told apart.
constexpr NodeId kMaxChoice = 1000;

}  // namespace

void Walker::assignment(NodeId n, State& state) {
  const NodeId left = tree_.child(n, "left");
  const NodeId right = tree_.child(n, "right");
  const std::string_view op = text(tree_.child(n, "operator"));
  expression(right, state);
  if (!state.live) return;
  read(right, state);
  const std::string key = key_of(left);
  if (op != "=") {
    expression(left, state);
    read(left, state);
    if (op == "/=" || op == "%=") check_divisor(n, right, state);
    if (op == "+=" || op == "-=" || op == "*=") check_arithmetic(n, state);
    const Range by = range_of(right, state);
    if (Fact* fact = state.find(key)) {
      fact->bytes.reset();
      fact->text.reset();
      fact->filled = 0;
      fact->null = Null::unknown;
      if (fact->origin == Origin::malloc || fact->origin == Origin::new_array)
        fact->moved = true;
      else
        fact->origin = Origin::unknown;
      const Range old = fact->range;
      fact->range = op == "+="   ? add(old, by)
                    : op == "-=" ? subtract(old, by)
                    : op == "*=" ? multiply(old, by)
                                 : Range{};
    }
    return;
  }
  const NodeId plain = strip(left);
  if (plain == kNone) return;
  if (key.empty() || tree_.kind_name(plain) == "field_expression" || key.starts_with('*'))
    expression(plain, state);
  stored(plain, right, state);
  check_narrowing(n, left, right, state);
  if (!key.empty()) assign(left, right, state);
}

/// What writing one element says of the text in a block, and that a pointer is kept by somebody else.
void Walker::stored(NodeId target, NodeId value, State& state) {
  const NodeId given = strip(value);
  if (given != kNone && !tree_.is(target, "identifier")) {
    if (Fact* fact = state.find(key_of(given))) fact->handed_on = true;
  }
  if (!tree_.is(target, "subscript_expression")) return;
  Fact* fact = state.find(key_of(tree_.child(target, "argument")));
  if (fact == nullptr || (!fact->text && fact->filled == 0 && !fact->array && !fact->bytes)) return;
  const NodeId index = index_of(target);
  const auto at = index == kNone ? std::nullopt : constant(index, state);
  const std::string_view written = given == kNone ? std::string_view() : tree_.text(given);
  const bool zero = written == "0" || written == "'\\0'" || written == "L'\\0'";
  if (zero && at && *at >= 0 && *at <= fact->filled)
    state.set_text(*fact, *at, *at);
  else if (zero && fact->text && at && *at < *fact->text)
    state.set_text(*fact, *at, *at);
  else if (!zero || !at || !fact->text)
    state.set_text(*fact, std::nullopt, zero || !at ? 0 : fact->filled);
}

void Walker::assign(NodeId target, NodeId value, State& state) {
  const std::string key = key_of(target);
  if (key.empty()) return;
  Fact fact = value_of(value, state);
  const NodeId name = strip(target);
  if (const double element = tree_.is(name, "identifier") ? size_of_type(file_.names.declared_type(name)) : 0;
      element > 0 && fact.bytes && is_pointer(name))
    fact.element = element;
  lose(target, value, state);
  // The pointer's own type says more of its elements than that of malloc.
  state.forget(key);
  state.facts[key] = fact;
  state.facts[key].uninitialized = false;
  state.facts[key].maybe_unset = 0;
}

/// The only pointer to a block is set to something else.
void Walker::lose(NodeId target, NodeId value, State& state) {
  const NodeId name = strip(target);
  const Fact* old = state.find(tree_.text(name));
  if (old == nullptr || !tree_.is(name, "identifier") || frame_->outer != nullptr) return;
  if (old->allocated == 0 || old->freed != 0 || old->maybe_freed != 0 || old->handed_on || old->moved ||
      old->null == Null::null || !is_local(tree_.text(name)))
    return;
  if (old->origin != Origin::malloc && old->origin != Origin::file) return;
  // `p = next(p)`, and other names of the same block.
  for (NodeId n = value; n < tree_.subtree_end(value); ++n) {
    if (tree_.is(n, "identifier") && tree_.text(n) == tree_.text(name)) return;
  }
  for (const auto& [key, fact] : state.facts) {
    if (key != tree_.text(name) && fact.object == old->object && old->object != 0) return;
  }
  report(MemoryEvent::Kind::leak, target, std::string(tree_.text(name)),
         old->origin == Origin::file ? "fopen" : "malloc", old->allocated);
}

bool Walker::is_pointer(NodeId identifier) const {
  const auto* all = file_.names.definitions(identifier, tree_.text(identifier));
  if (all == nullptr) return false;
  for (const Definition& one : *all) {
    if (one.type == kNone) continue;
    const NodeId holder = tree_.parent(one.name);
    return holder != kNone && tree_.is(holder, "pointer_declarator") &&
           !tree_.is(tree_.parent(holder), "pointer_declarator");
  }
  return false;
}

/// What is known of a variable that gets this value.
Fact Walker::value_of(NodeId value, State& state) {
  const NodeId n = strip(value);
  if (n == kNone) return {};
  const std::string_view kind = tree_.kind_name(n);
  Fact fact;
  if (kind == "null" || (kind == "identifier" && tree_.text(n) == "NULL")) {
    fact.null = Null::null;
    fact.range = Range::exactly(0);
    return fact;
  }
  if (kind == "assignment_expression") return value_of(tree_.child(n, "left"), state);
  if (kind == "string_literal" || kind == "concatenated_string") {
    fact.text = text_length(n, state);
    fact.element = tree_.text(n).starts_with('L') ? 4 : 1;
    if (fact.text) fact.bytes = (*fact.text + 1) * fact.element;
    fact.null = Null::not_null;
    return fact;
  }
  if (kind == "call_expression") {
    const std::string_view function = callee_name(n);
    if (allocates(function)) return allocation(n, function, state);
    if (const auto result = results_.find(n); result != results_.end()) return result->second;
    fact.range = range_of(n, state);
    return fact;
  }
  if (kind == "new_expression") {
    fact.allocated = static_cast<int>(tree_.start_line(n));
    fact.object = ++objects_;
    fact.null = Null::not_null;
    const NodeId declarator = tree_.child(n, "declarator");
    const bool array = declarator != kNone && tree_.kind_name(declarator) == "new_declarator";
    fact.origin = array ? Origin::new_array : Origin::new_one;
    if (tree_.child(n, "placement") != kNone) fact.origin = Origin::unknown;
    fact.element = size_of_type(text(tree_.child(n, "type")));
    const NodeId length = array ? tree_.child(declarator, "length") : kNone;
    const auto count = length == kNone ? std::nullopt : constant(length, state);
    if (array && count && fact.element > 0) fact.bytes = *count * fact.element;
    return fact;
  }
  if (kind == "conditional_expression" && tree_.subtree_end(n) - n < kMaxChoice) {
    const auto known = constant(tree_.child(n, "condition"), state);
    if (known) return value_of(tree_.child(n, *known != 0 ? "consequence" : "alternative"), state);
    State then = state;
    State otherwise = state;
    assume(tree_.child(n, "condition"), true, then);
    assume(tree_.child(n, "condition"), false, otherwise);
    return join(value_of(tree_.child(n, "consequence"), then),
                value_of(tree_.child(n, "alternative"), otherwise));
  }
  const std::string from = key_of(n);
  if (const Fact* known = from.empty() ? nullptr : state.find(from)) {
    const bool points =
        known->origin != Origin::unknown || known->bytes || known->object != 0 || known->freed != 0;
    if (points) pointer(n, state)->handed_on = true;
    fact = *state.find(from);
    fact.used = 0;
    fact.array = false;
    fact.uninitialized = false;
    fact.open = false;
    return fact;
  }
  if (!from.empty() && (kind == "field_expression" || (kind == "identifier" && is_pointer(n)))) {
    // Two names of one block from now on.
    fact = *pointer(n, state);
    return fact;
  }
  if (kind == "binary_expression") {
    // `buffer + 8`, `buffer - 8`
    const std::string_view op = file_.model.operator_text(tree_, n);
    const Fact* base = state.find(key_of(tree_.child(n, "left")));
    const auto by = constant(tree_.child(n, "right"), state);
    if (base != nullptr && base->bytes && base->element > 0 && by && (op == "+" || op == "-")) {
      fact = *base;
      fact.array = false;
      fact.moved = *by != 0;
      fact.handed_on = true;
      fact.offset += (op == "+" ? *by : -*by) * base->element;
      fact.text.reset();
      fact.filled = 0;
      return fact;
    }
  }
  fact.range = range_of(n, state);
  return fact;
}

Fact Walker::allocation(NodeId n, std::string_view function, State& state) {
  Fact fact;
  fact.allocated = static_cast<int>(tree_.start_line(n));
  fact.object = ++objects_;
  fact.unchecked = function != "alloca" && function != "__builtin_alloca";
  fact.origin = fact.unchecked ? Origin::malloc : Origin::stack;
  if (function.starts_with("f") && function.ends_with("open")) fact.origin = Origin::file;
  const std::vector<NodeId> arguments = tree_.named_children(tree_.child(n, "arguments"));
  std::optional<double> bytes;
  if ((function == "malloc" || function == "alloca") && arguments.size() == 1) {
    bytes = constant(arguments[0], state);
  } else if (function == "calloc" && arguments.size() == 2) {
    const auto count = constant(arguments[0], state);
    const auto each = constant(arguments[1], state);
    if (count && each) bytes = *count * *each;
    fact.text = 0;
  } else if (function == "strdup" && arguments.size() == 1) {
    fact.text = text_length(arguments[0], state);
    if (fact.text) bytes = *fact.text + 1;
    fact.element = 1;
  }
  if (bytes && *bytes >= 0) fact.bytes = bytes;
  if (function == "malloc" && arguments.size() == 1) {
    const NodeId size = strip(arguments[0]);
    const Range range = range_of(size, state);
    if (size != kNone && tree_.is(size, "identifier") && range.outside && range.has_no_upper_limit())
      report(MemoryEvent::Kind::outside_length, n, std::string(tree_.text(size)),
             "it may be as large as anything", range.line);
  }
  // `(int *)malloc(40)`, `int *p = malloc(40)`: the type that stands nearest.
  for (NodeId p = tree_.parent(n), steps = 0; p != kNone && steps < 4; p = tree_.parent(p), ++steps) {
    const std::string_view kind = tree_.kind_name(p);
    if (kind == "cast_expression") {
      std::string_view type = text(tree_.child(p, "type"));
      while (type.ends_with(' ')) type.remove_suffix(1);
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

void Walker::forget_changed(NodeId top, State& state) {
  const NodeId end = tree_.subtree_end(top);
  for (NodeId n = top; n < end; ++n) {
    const std::string_view kind = tree_.kind_name(n);
    NodeId target = kNone;
    bool counted = false;
    if (kind == "assignment_expression") {
      target = tree_.child(n, "left");
    } else if (kind == "update_expression") {
      target = tree_.child(n, "argument");
      counted = true;
    } else if (kind == "pointer_expression" && tree_.text(n).starts_with('&')) {
      target = tree_.child(n, "argument");
    } else if (kind == "argument_list" || kind == "delete_expression" || kind == "return_statement") {
      // What is handed on may be freed, filled or tested there.
      const bool borrowed = kind == "argument_list" && borrows(callee_name(tree_.parent(n)));
      for (const NodeId c : tree_.named_children(n)) {
        const std::string key = key_of(c);
        Fact* fact = key.empty() ? nullptr : state.find(key);
        if (fact == nullptr) continue;
        state.set_text(*fact, std::nullopt, 0);
        if (fact->array) {
          fact->uninitialized = false;
          fact->maybe_unset = 0;
        } else if (borrowed) {
          fact->uninitialized = false;
          fact->maybe_unset = 0;
          fact->unchecked = false;
        } else {
          state.forget(key);
        }
      }
    } else if (kind == "lambda_capture_specifier") {
      for (auto& [key, fact] : state.facts) fact = Fact{};
    }
    if (target == kNone) continue;
    const NodeId plain = strip(target);
    if (plain != kNone && tree_.is(plain, "subscript_expression")) {
      if (Fact* fact = state.find(key_of(tree_.child(plain, "argument"))))
        state.set_text(*fact, std::nullopt, 0);
      continue;
    }
    const std::string key = key_of(target);
    if (key.empty()) continue;
    Fact* fact = state.find(key);
    if (fact != nullptr && fact->array) {
      state.set_text(*fact, std::nullopt, 0);
      continue;
    }
    const bool block = fact != nullptr &&
                       (fact->origin == Origin::malloc || fact->origin == Origin::new_array) &&
                       fact->freed == 0;
    if (counted && block) {
      // Wherever it ends up, it is no longer the start.
      Fact moved;
      moved.origin = fact->origin;
      moved.allocated = fact->allocated;
      moved.object = fact->object;
      moved.moved = true;
      state.forget(key);
      state.facts[key] = moved;
      continue;
    }
    state.forget(key);
  }
}

}  // namespace assay::analysis::memory
