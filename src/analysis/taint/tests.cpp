#include <algorithm>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

/// Tests that are followed from one kept outcome to the next.
constexpr std::size_t kMaxKeptTests = 8;

}  // namespace

/// The value of code, without consequences.
V Interpreter::peek(CodeId id, const State& state) {
  State copy = state;
  ++quiet_;
  const V value = whole(eval(id, copy), copy);
  --quiet_;
  return value;
}

/// The states in which the condition came out true, and false.
Interpreter::Branches Interpreter::branch(CodeId condition, State state) {
  if (condition == 0 || !state.live) return {state, std::move(state)};
  const Code& c = code(condition);
  if (c.op == Op::not_) {
    Branches inner = branch(program_.child(c, 0), std::move(state));
    return {std::move(inner.second), std::move(inner.first)};
  }
  if (c.op == Op::binary &&
      (static_cast<Binary>(c.flag) == Binary::and_ || static_cast<Binary>(c.flag) == Binary::or_)) {
    const bool both = static_cast<Binary>(c.flag) == Binary::and_;
    Branches left = branch(program_.child(c, 0), std::move(state));
    Branches right = branch(program_.child(c, 1), std::move(both ? left.first : left.second));
    if (both) {
      join_into(left.second, right.second, values_);
      return {std::move(right.first), std::move(left.second)};
    }
    join_into(left.first, right.first, values_);
    return {std::move(left.first), std::move(right.second)};
  }
  const V value = eval(condition, state);
  Branches ways = {state, std::move(state)};
  const Constant& known = value->constant;
  if (known.kind == Constant::Kind::boolean || known.kind == Constant::Kind::integer) {
    (known.number != 0 ? ways.second : ways.first).live = false;
    return ways;
  }
  if (known.kind == Constant::Kind::null) {
    ways.first.live = false;
    return ways;
  }
  learn(condition, true, ways.first);
  learn(condition, false, ways.second);
  return ways;
}

/// A call that gives a place in a text or its length: being equal to a number says little of the text.
bool Interpreter::is_position(CodeId id) const {
  if (id == 0 || code(id).op != Op::call) return false;
  const Known known = known_function(text_of(code(id).data));
  return known == Known::index_of || known == Known::length;
}

/// The same of a test whose outcome a variable kept. In `ok = ok && more()` the test speaks of what the
/// variable was before, so that looking it up again would never end.
void Interpreter::learn_kept(CodeId test, bool outcome, State& state) {
  if (kept_tests_.size() >= kMaxKeptTests ||
      std::find(kept_tests_.begin(), kept_tests_.end(), test) != kept_tests_.end())
    return;
  kept_tests_.push_back(test);
  learn(test, outcome, state);
  kept_tests_.pop_back();
}

/// What the outcome of a test says of the values that were tested.
void Interpreter::learn(CodeId test, bool outcome, State& state) {
  if (test == 0 || !state.live) return;
  const Code& c = code(test);
  switch (c.op) {
    case Op::not_:
      learn(program_.child(c, 0), !outcome, state);
      return;
    case Op::name: {
      const V* value = state.variables.find(c.data);
      if (value != nullptr && (*value)->test != 0) learn_kept((*value)->test, outcome, state);
      return;
    }
    case Op::assign:
      learn(program_.child(c, 1), outcome, state);
      return;
    case Op::call:
      learn_call(test, outcome, state);
      return;
    case Op::member:
      learn_guards(test, outcome, false, state);
      return;
    case Op::binary:
      break;
    default:
      return;
  }
  const CodeId left = program_.child(c, 0);
  const CodeId right = program_.child(c, 1);
  switch (static_cast<Binary>(c.flag)) {
    case Binary::and_:
      if (outcome) {
        learn(left, true, state);
        learn(right, true, state);
      }
      return;
    case Binary::or_:
      if (!outcome) {
        learn(left, false, state);
        learn(right, false, state);
      }
      return;
    case Binary::in:
    case Binary::not_in: {
      const bool inside = outcome == (static_cast<Binary>(c.flag) == Binary::in);
      const V set = peek(right, state);
      const V one = peek(left, state);
      learn_guards(right, inside, false, state);  // folder in path.parents
      if (set->taint == nullptr) {
        if (inside) accept(left, kAllRules, state);
      } else if (!inside && one->constant.kind == Constant::Kind::text) {
        // ".." not in path
        Rules rules = 0;
        for (std::size_t i = 0; i < set_.rules().size(); ++i) {
          for (const Guard& guard : set_.rules()[i]->parts().guards) {
            if (!guard.spec->when && guard.literal && guard.literal->matches(one->constant.text))
              rules |= Rules{1} << i;
          }
        }
        if (rules != 0) accept(right, rules, state);
      }
      return;
    }
    case Binary::equal:
    case Binary::not_equal: {
      const bool same = outcome == (static_cast<Binary>(c.flag) == Binary::equal);
      const V a = peek(left, state);
      const V b = peek(right, state);
      // A call compared with a truth value or with 0 is the call's outcome.
      for (const auto& [value, other] : {std::pair(b, left), std::pair(a, right)}) {
        if (value->constant.kind == Constant::Kind::boolean ||
            (value->constant.kind == Constant::Kind::integer &&
             (value->constant.number == 1 || value->constant.number == 0))) {
          const Code& tested = code(other);
          if (tested.op == Op::call || tested.op == Op::name) {
            const bool holds = (value->constant.number != 0) == same;
            // strcmp and its like: 0 is equal.
            const std::string_view name = tested.op == Op::call ? text_of(tested.data) : std::string_view{};
            if (name.find("cmp") != std::string_view::npos) {
              if (value->constant.number != 0 || !same) continue;
              for (std::uint32_t i = 1; i < tested.count; ++i)
                accept(program_.child(tested, i), kAllRules, state);
            } else {
              learn(other, holds, state);
            }
          }
        }
      }
      for (const auto& [value, tested] : {std::pair(b, left), std::pair(a, right)}) {
        const bool zero = value->constant.kind == Constant::Kind::integer && value->constant.number == 0;
        if (value->constant.kind == Constant::Kind::integer && value->constant.number == -1 &&
            is_position(tested))
          learn_call(tested, !same, state);  // x.indexOf("..") === -1: it is not there
        // u.netloc == "" says what `not u.netloc` says.
        if (value->constant.kind == Constant::Kind::text && value->constant.text.empty())
          learn_guards(tested, !same, false, state);
        // strpos(path, base) === 0; with any other number the text is somewhere, or nowhere.
        if (!is_position(tested) || zero) learn_guards(tested, same, true, state);
      }
      if (!same) return;
      if ((set_.null_rules() & live_) != 0) {
        for (const auto& [value, tested] : {std::pair(b, left), std::pair(a, right)}) {
          const Code& name = code(tested);
          if (value->constant.kind == Constant::Kind::null && name.op == Op::name)
            state.variables.set(name.data, values_.null());
        }
      }
      const auto settles = [](V v) {
        if (v->constant.kind == Constant::Kind::text) return !v->constant.text.empty();
        return v->constant.kind == Constant::Kind::integer;
      };
      if (settles(a) && !is_position(right)) accept(right, kAllRules, state);
      if (settles(b) && !is_position(left)) accept(left, kAllRules, state);
      return;
    }
    // x.indexOf("..") >= 0
    case Binary::less:
    case Binary::less_equal:
    case Binary::greater:
    case Binary::greater_equal: {
      const auto kind = static_cast<Binary>(c.flag);
      const bool less = kind == Binary::less || kind == Binary::less_equal;
      learn_limit(left, right, less == outcome, state);
      const V bound = peek(right, state);
      if (!is_position(left) || bound->constant.kind != Constant::Kind::integer || bound->constant.number > 0)
        return;
      learn_call(left, outcome != less, state);
      return;
    }
    case Binary::matches:
      if (outcome) {
        accept(left, kAllRules, state);
        accept(right, kAllRules, state);
      }
      return;
    default:
      return;
  }
}

/// Tests that the rules themselves name: calls and members that are true or false, or (`compared`) equal to
/// something or not.
void Interpreter::learn_guards(CodeId id, bool outcome, bool compared, State& state) {
  const Code& c = code(id);
  if (c.op != Op::call && c.op != Op::member) return;
  const Facts& facts = facts_of(id, nullptr);
  if (facts.guards.empty()) return;
  std::vector<CodeId> given;
  if (c.op == Op::member || c.flag == 1) given.push_back(program_.child(c, 0));
  for (std::uint32_t i = 1; c.op == Op::call && i < c.count; ++i) {
    const CodeId one = program_.child(c, i);
    given.push_back(code(one).op == Op::keyword ? program_.child(code(one), 0) : one);
  }
  for (const auto& guard : facts.guards) {
    if (guard.guard->spec->when != outcome || guard.guard->spec->compared != compared) continue;
    if (guard.guard->literal) {
      bool matches = false;
      for (const CodeId one : given) {
        const V value = peek(one, state);
        matches = matches || (value->constant.kind == Constant::Kind::text &&
                              guard.guard->literal->matches(value->constant.text));
      }
      if (!matches) continue;
    }
    for (const CodeId one : given) accept(one, guard.rules, state);
  }
}

void Interpreter::learn_call(CodeId id, bool outcome, State& state) {
  const Code& c = code(id);
  const std::string_view name = text_of(c.data);
  const CodeId receiver = c.flag == 1 ? program_.child(c, 0) : 0;
  std::vector<CodeId> given;
  for (std::uint32_t i = 1; i < c.count; ++i) {
    const CodeId one = program_.child(c, i);
    given.push_back(code(one).op == Op::keyword ? program_.child(code(one), 0) : one);
  }
  learn_guards(id, outcome, false, state);
  switch (validator(name)) {
    case Validator::accepts:
    case Validator::rejects:
      if (outcome == (validator(name) == Validator::accepts)) {
        for (const CodeId one : given) accept(one, kAllRules, state);
        if (given.empty() && receiver != 0) accept(receiver, kAllRules, state);
      }
      return;
    case Validator::none:
      break;
  }
  if (!outcome) {
    if (name == "isNaN" && !given.empty()) accept(given[0], kAllRules, state);
    return;
  }
  switch (known_function(name)) {
    case Known::contains: {
      if (given.empty()) return;
      // The set must not come from outside itself.
      const CodeId set = receiver != 0 ? receiver : given.size() > 1 ? given[1] : 0;
      const CodeId one = receiver != 0 || given.size() < 2 ? given[0] : given[0];
      if (name == "array_key_exists" || name == "in_array" || receiver != 0) {
        if (set != 0 && peek(set, state)->taint == nullptr) accept(one, kAllRules, state);
      } else if (given.size() > 1 && peek(given[0], state)->taint == nullptr) {
        accept(given[1], kAllRules, state);  // slices.Contains(list, x)
      }
      return;
    }
    case Known::matches: {
      // A pattern that lets anything pass is no test.
      std::vector<CodeId> parts = given;
      parts.push_back(receiver);
      for (const CodeId one : parts) {
        const V value = peek(one, state);
        if (value->constant.kind == Constant::Kind::text &&
            (value->constant.text.find(".*") != std::string_view::npos ||
             value->constant.text.find(".+") != std::string_view::npos))
          return;
      }
      if (receiver != 0) accept(receiver, kAllRules, state);
      for (const CodeId one : given) accept(one, kAllRules, state);
      return;
    }
    case Known::equals: {
      for (std::size_t i = 0; i < given.size(); ++i) {
        const V value = peek(given[i], state);
        if (value->constant.kind == Constant::Kind::text && !value->constant.text.empty()) {
          if (receiver != 0) accept(receiver, kAllRules, state);
          for (const CodeId one : given) accept(one, kAllRules, state);
        }
      }
      if (receiver != 0) {
        const V value = peek(receiver, state);
        if (value->constant.kind == Constant::Kind::text && !value->constant.text.empty() && !given.empty())
          accept(given[0], kAllRules, state);
      }
      return;
    }
    case Known::harmless: {
      static constexpr std::string_view kForms[] = {
          "isdigit",     "isalnum",     "isalpha",     "isnumeric", "is_numeric", "is_int",  "is_integer",
          "ctype_digit", "ctype_alnum", "ctype_alpha", "TryParse",  "isInteger",  "isFinite"};
      for (const std::string_view form : kForms) {
        if (name != form) continue;
        if (receiver != 0 && given.empty()) accept(receiver, kAllRules, state);
        for (const CodeId one : given) accept(one, kAllRules, state);
      }
      return;
    }
    default:
      return;
  }
}

/// The tested code's data is harmless for these rules from here on.
void Interpreter::accept(CodeId tested, Rules rules, State& state) {
  const V value = peek(tested, state);
  for (const Taint* t = value->taint; t != nullptr; t = t->next) {
    const Rules* known = state.cleared.find(t->root);
    state.cleared.set(t->root, (known == nullptr ? 0 : *known) | rules);
  }
  // The variable that was tested, be it inside a chain: f.getCanonicalPath().startsWith(base)
  CodeId base = tested;
  for (int i = 0; i < 20 && base != 0; ++i) {
    const Code& c = code(base);
    if (c.op == Op::name) break;
    if (c.op == Op::member) {
      const V object = peek(program_.child(c, 0), state);
      if (object->object != 0) {
        update_object(object, state, [&](O old) {
          const V entry = objects_.get(old, c.data);
          return entry == nullptr ? old : objects_.set(old, c.data, values_.without(entry, rules));
        });
        return;
      }
    }
    if (c.op == Op::call || c.op == Op::member || c.op == Op::index || c.op == Op::keyword ||
        c.op == Op::assign) {
      base = program_.child(c, 0);
    } else {
      return;
    }
  }
  if (base == 0) return;
  const Code& variable = code(base);
  const V* known = state.variables.find(variable.data);
  if (known != nullptr && (*known)->object != 0) return;
  if (known == nullptr &&
      (program_.functions_named.contains(program_.variables[variable.data].name) || base != tested))
    return;
  state.variables.set(variable.data, values_.without(known == nullptr ? values_.unknown() : *known, rules));
}

}  // namespace assay::analysis::taint
