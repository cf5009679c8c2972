#include <algorithm>
#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {

using Kind = MemoryEvent::Kind;

namespace {

/// `a->b->c …` with more fields has no name of its own.
constexpr int kMaxFields = 16;
/// Expressions inside each other: of what lies deeper it is only seen what it changes.
constexpr int kMaxNested = 400;

}  // namespace

std::string Walker::key_of(NodeId n) const { return key_of(n, kMaxFields); }

std::string Walker::key_of(NodeId n, int fields) const {
  n = strip(n);
  if (n == kNone) return {};
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "identifier" || kind == "this") return std::string(tree_.text(n));
  if (kind == "pointer_expression" && tree_.text(n).starts_with('*')) {
    const NodeId of = strip(tree_.child(n, "argument"));
    return of != kNone && tree_.is(of, "identifier") ? "*" + std::string(tree_.text(of)) : std::string();
  }
  if (kind != "field_expression" || fields == 0) return {};
  const std::string base = key_of(tree_.child(n, "argument"), fields - 1);
  if (base.empty()) return {};
  const NodeId op = tree_.child(n, "operator");
  return base + (op != kNone && tree_.text(op) == "->" ? "->" : ".") +
         std::string(text(tree_.child(n, "field")));
}

NodeId Walker::index_of(NodeId subscript) const {
  NodeId index = tree_.child(subscript, "indices");
  if (index == kNone) index = tree_.child(subscript, "index");
  if (index != kNone && tree_.kind_name(index) == "subscript_argument_list")
    index = tree_.named_child(index, 0);
  return index;
}

const std::set<std::string_view>& Walker::locals_of(NodeId function) {
  const auto [entry, added] = locals_.try_emplace(function);
  if (!added) return entry->second;
  for (NodeId n = function; n < tree_.subtree_end(function); ++n) {
    const std::string_view kind = tree_.kind_name(n);
    if (kind != "declaration" && kind != "parameter_declaration" && kind != "for_range_loop" &&
        kind != "optional_parameter_declaration")
      continue;
    for (const NodeId c : tree_.named_children(n)) {
      if (c == tree_.child(n, "type") || c == tree_.child(n, "body")) continue;
      const NodeId name = file_.model.declared_name(tree_, c);
      if (name != kNone) entry->second.insert(tree_.text(name));
    }
  }
  return entry->second;
}

const std::set<std::string_view>& Walker::references_of(NodeId function) {
  const auto [entry, added] = references_.try_emplace(function);
  if (!added) return entry->second;
  for (const NodeId parameter : file_.model.parameters(tree_, function)) {
    for (NodeId n = tree_.child(parameter, "declarator"); n != kNone; n = tree_.child(n, "declarator")) {
      if (tree_.is(n, "reference_declarator")) {
        const NodeId name = file_.model.declared_name(tree_, n);
        if (name != kNone) entry->second.insert(tree_.text(name));
        break;
      }
    }
  }
  return entry->second;
}

bool Walker::is_local(std::string_view name) {
  return frame_ != nullptr && locals_of(frame_->function).contains(name) &&
         !references_of(frame_->function).contains(name);
}

Fact* Walker::pointer(NodeId n, State& state) {
  const std::string key = key_of(n);
  if (key.empty()) return nullptr;
  Fact& fact = state.facts[key];
  if (fact.object == 0) fact.object = ++objects_;
  return &fact;
}

void Walker::report(Kind kind, NodeId at, std::string name, std::string detail, int line) {
  // Inside a called function a test may go with what the caller passed.
  for (const Frame* f = frame_; f != nullptr && f->outer != nullptr; f = f->outer) {
    if (f->unsure > 0 && kind != Kind::outside_index && kind != Kind::outside_length &&
        kind != Kind::outside_divisor)
      return;
  }
  // One allocation is forgotten once, however many ways use it.
  if (line > 0 && !reported_.emplace(kind, name, line).second) return;
  if (!reported_at_.emplace(kind, at).second) return;
  events_.push_back({kind, at, std::move(name), std::move(detail), line});
}

/// Reads the value of a variable where it stands alone.
void Walker::read(NodeId n, State& state) {
  n = strip(n);
  if (n == kNone || tree_.kind_name(n) != "identifier") return;
  Fact* fact = state.find(tree_.text(n));
  if (fact != nullptr && fact->maybe_unset != 0 && frame_->unsure <= fact->unset_under) {
    report(Kind::maybe_unset, n, std::string(tree_.text(n)), "", fact->maybe_unset);
    fact->maybe_unset = 0;
    return;
  }
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
  if (fact == nullptr && is_local(key)) fact = &state.facts[key];
  if (fact == nullptr) return;
  if (fact->freed != 0) {
    report(Kind::use_after_free, pointer, key, "", fact->freed);
    state.forget(key);
    return;
  }
  if (fact->maybe_freed != 0 && frame_->unsure <= fact->maybe_under) {
    report(Kind::use_after_free, pointer, key, "", fact->maybe_freed);
    fact->maybe_freed = 0;
    return;
  }
  // What looks like a macro may be anything.
  const bool variable = std::any_of(key.begin(), key.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (fact->null == Null::null && variable) {
    report(Kind::null_use, pointer, key, "", 0);
    fact->null = Null::unknown;
    return;
  }
  if (fact->unchecked) {
    report(Kind::unchecked, pointer, key, "", fact->allocated);
    fact->unchecked = false;
  }
  if (fact->null == Null::unknown && !fact->array && is_local(key)) {
    fact->null = Null::not_null;
    fact->used = static_cast<int>(tree_.start_line(pointer));
  }
}

void Walker::expression(NodeId n, State& state) {
  if (n == kNone || !state.live) return;
  if (nested_ == kMaxNested) {
    if (!gave_up_) events_.push_back({Kind::in_part, n, "", "", 0});
    gave_up_ = true;
    return forget_changed(n, state);
  }
  ++nested_;
  inner_expression(n, state);
  --nested_;
}

void Walker::inner_expression(NodeId n, State& state) {
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
  if (kind == "pointer_expression") return address(n, state);
  if (kind == "field_expression") {
    const NodeId argument = tree_.child(n, "argument");
    expression(argument, state);
    if (text(tree_.child(n, "operator")) == "->") deref(argument, state);
    return;
  }
  if (kind == "binary_expression") return binary(n, state);
  if (kind == "conditional_expression") {
    const NodeId condition = tree_.child(n, "condition");
    expression(condition, state);
    State other = state;
    tested(condition, state);
    tested(condition, other);
    assume(condition, true, state);
    assume(condition, false, other);
    expression(tree_.child(n, "consequence"), state);
    expression(tree_.child(n, "alternative"), other);
    state = join(state, other);
    return;
  }
  if (kind == "update_expression") return update(n, state);
  if (kind == "argument_list" || kind == "initializer_list") {
    // Of a constructor or a structure, which may keep what it gets.
    for (const NodeId c : tree_.named_children(n)) {
      expression(c, state);
      hand_over(c, "", false, false, state);
    }
    return;
  }
  for (const NodeId c : tree_.named_children(n)) expression(c, state);
}

void Walker::address(NodeId n, State& state) {
  const NodeId argument = tree_.child(n, "argument");
  if (text(tree_.child(n, "operator")) == "*") {
    expression(argument, state);
    const Fact* fact = state.find(key_of(argument));
    if (fact != nullptr && fact->bytes && fact->freed == 0 &&
        (fact->offset < 0 || fact->offset >= *fact->bytes))
      report(Kind::out_of_bounds, n, key_of(argument),
             fact->offset < 0 ? "it points before the block" : "it points behind the block", 0);
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
  // Who has the address of a field may give the whole back.
  if (Fact* whole = state.find(std::string_view(key).substr(0, key.find_first_of(".-"))))
    whole->handed_on = true;
  Fact* fact = state.find(key);
  if (fact != nullptr && fact->array) {
    fact->uninitialized = false;
    state.set_text(*fact, std::nullopt, 0);
  } else {
    state.forget(key);
  }
}

void Walker::binary(NodeId n, State& state) {
  const std::string_view op = file_.model.operator_text(tree_, n);
  const NodeId left = tree_.child(n, "left");
  const NodeId right = tree_.child(n, "right");
  if (op == "&&" || op == "||") return in_turn(n, op, state);
  expression(left, state);
  read(left, state);
  // `(HANDLE)&x` looks like a bitwise and.
  if (op == "&" && tree_.is(left, "parenthesized_expression") && !key_of(right).empty() &&
      tree_.text(left).find_first_of("=<>!") == std::string_view::npos) {
    state.forget(key_of(right));
    return;
  }
  expression(right, state);
  // `cin >> x` fills.
  if (op == ">>" && strip(right) != kNone && !key_of(right).empty() && tree_.grammar().name() == "cpp") {
    const std::string key = key_of(right);
    state.forget(key);
    std::string_view stream = tree_.text(left);
    if (stream.starts_with("std::")) stream.remove_prefix(5);
    if (stream.starts_with("cin"))
      state.facts[key].range = Range::from_outside(static_cast<int>(tree_.start_line(n)));
    return;
  }
  read(right, state);
  if (op == "/" || op == "%") check_divisor(n, right, state);
  if (op == "+" || op == "-" || op == "*") check_arithmetic(n, state);
}

void Walker::update(NodeId n, State& state) {
  const NodeId argument = tree_.child(n, "argument");
  expression(argument, state);
  read(argument, state);
  check_arithmetic(n, state);
  const std::string key = key_of(argument);
  Fact* fact = state.find(key);
  if (fact == nullptr) return;
  const bool up = tree_.text(n).find("++") != std::string_view::npos;
  if (fact->origin == Origin::malloc || fact->origin == Origin::new_one ||
      fact->origin == Origin::new_array) {
    fact->moved = true;
  } else {
    fact->origin = Origin::unknown;
  }
  fact->bytes.reset();
  fact->text.reset();
  fact->filled = 0;
  fact->null = Null::unknown;
  fact->range = add(fact->range, Range::exactly(up ? 1 : -1));
}

void Walker::subscript(NodeId n, State& state) {
  const NodeId base = tree_.child(n, "argument");
  const NodeId index = index_of(n);
  expression(base, state);
  if (index != kNone) {
    expression(index, state);
    read(index, state);
  }
  const std::string key = key_of(base);
  const Fact* fact = key.empty() ? nullptr : state.find(key);
  if (index != kNone && (fact == nullptr || fact->freed == 0)) {
    const Range at = range_of(index, state);
    const bool sized = fact != nullptr && fact->bytes && fact->element > 0;
    const double count = sized ? (*fact->bytes - fact->offset) / fact->element : Range::kOpen;
    const double first = sized ? -fact->offset / fact->element : -Range::kOpen;
    const auto value = at.value();
    if (!value && sized && !at.outside && (at.low >= count || at.high == count)) {
      report(Kind::out_of_bounds, n, key,
             "an index of up to " + std::to_string(static_cast<long long>(std::max(at.low, count))) + " of " +
                 std::to_string(static_cast<long long>(count)) + " elements",
             0);
    } else if (value && sized && (*value >= count || *value < first)) {
      report(Kind::out_of_bounds, n, key,
             "index " + std::to_string(static_cast<long long>(*value)) + " of " +
                 std::to_string(static_cast<long long>(count)) + " elements",
             0);
    } else if (!value && at.outside) {
      const bool below = at.may_be_negative();
      const bool above = at.has_no_upper_limit() || (sized && at.high < Range::kOpen && at.high >= count);
      if (below || above) {
        const std::string what = below && above ? "nobody compares it with either end"
                                 : below        ? "it may be negative"
                                                : "it may lie behind the end";
        report(Kind::outside_index, n, std::string(tree_.text(index)), what, at.line);
      }
    }
  }
  deref(base, state);
}

}  // namespace assay::analysis::memory
