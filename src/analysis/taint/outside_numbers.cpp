#include <algorithm>

#include "analysis/rules/regex.hpp"
#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {

/// Functions whose result is a number that their text or number decides: conversions, no hashes or lengths.
bool converts_to_number(std::string_view name) {
  static constexpr std::string_view kConversions[] = {
      "int",        "parseInt", "Number",    "Atoi",       "ParseInt", "ParseUint", "parseLong",
      "parseShort", "intValue", "longValue", "shortValue", "ToInt32",  "ToInt64",   "ToInt16",
      "intval",     "to_i",     "abs",       "floor",      "ceil",     "round",     "parseUnsignedInt"};
  return std::find(std::begin(kConversions), std::end(kConversions), name) != std::end(kConversions);
}

/// What becomes of a value that is made a number: harmless, but for the rules about numbers.
V Interpreter::as_number(V value) {
  const Rules numbers = set_.number_rules() & live_;
  if (numbers == 0 || value == nullptr || (Values::rules_of(value->taint) & numbers) == 0)
    return values_.harmless();
  Value made = *values_.without(values_.derived(value), ~numbers);
  made.number = true;
  return values_.make<Value>(made);
}

/// A number used where a rule about numbers says that it does harm: "[]" is an index, "new[]" a size.
void Interpreter::check_number(std::string_view place, V value, const Code& at, State& state) {
  const Rules numbers = set_.number_rules() & live_;
  if (numbers == 0 || quiet_ != 0 || value == nullptr || (Values::rules_of(value->taint) & numbers) == 0)
    return;
  for (const auto& one : set_.facts(place).sinks) {
    if (((numbers >> one.rule) & 1) == 0) continue;
    const Step* path = nullptr;
    const Evidence hit = evidence(value, one.rule, *one.sink, state, path);
    Captures captures{at.at, {{"call", at.at}}};
    if (hit == Evidence::none || !one.sink->where.hold(file_, captures)) continue;
    found(one.rule, at.at, path, hit, captures);
  }
}

/// `n < limit`: from here on n is no larger than something that does not come from outside.
void Interpreter::learn_limit(CodeId left, CodeId right, bool left_is_less, State& state) {
  const Rules numbers = set_.number_rules() & live_;
  if (numbers == 0 || !values_.any_tainted()) return;
  const CodeId less = left_is_less ? left : right;
  const CodeId limit = left_is_less ? right : left;
  if ((Values::rules_of(peek(less, state)->taint) & numbers) == 0) return;
  if ((Values::rules_of(peek(limit, state)->taint) & numbers) != 0) return;
  accept(less, numbers, state);
}

/// A parameter that is declared as a number, and that the framework takes from the request.
bool Interpreter::is_limited(std::string_view parameter) {
  // Validated before the function is called: @Max(100), [Range(1, 100)]
  static const Regex limits("@(Max|Range|DecimalMax)\\b|\\[Range\\b");
  return limits.matches(parameter);
}

}  // namespace assay::analysis::taint
