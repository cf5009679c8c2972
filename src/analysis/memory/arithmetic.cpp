#include <algorithm>
#include <cmath>
#include <string>

#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

using Kind = MemoryEvent::Kind;

constexpr double kLong = 9223372036854775807.0;

}  // namespace

/// `(int)(a / b)`
bool Walker::becomes_integer(NodeId n) const {
  NodeId around = tree_.parent(n);
  while (around != kNone && tree_.is(around, "parenthesized_expression")) around = tree_.parent(around);
  if (around == kNone || !tree_.is(around, "cast_expression")) return false;
  std::string type(text(tree_.child(around, "type")));
  std::erase(type, ' ');
  return limits_of(type) != nullptr;
}

/// `char c = n;` of a number that is known not to fit, or that somebody outside chooses.
void Walker::check_narrowing(NodeId at, NodeId target, NodeId value, State& state) {
  const NodeId name = strip(target);
  const NodeId given = strip(value);
  if (name == kNone || given == kNone || !tree_.is(name, "identifier") || is_pointer(name)) return;
  if (!tree_.is(given, "identifier") && !tree_.is(given, "binary_expression")) return;
  const Limits* limits = limits_of(file_.names.declared_type(name));
  if (limits == nullptr || limits->high > 65535 || limits->low == 0) return;
  const Range range = range_of(given, state);
  const auto exact = range.value();
  if (exact && (*exact > limits->high || *exact < limits->low)) {
    report(Kind::narrowed, at, std::string(tree_.text(name)),
           "is too small for " + std::to_string(static_cast<long long>(*exact)), 0);
  } else if (!exact && range.outside && tree_.is(given, "identifier") && range.has_no_upper_limit()) {
    const Limits* from = limits_of(file_.names.declared_type(given));
    if (from == nullptr || from->high <= limits->high) return;
    report(Kind::narrowed, at, std::string(tree_.text(name)),
           "is too small for any number that comes from outside", range.line);
  }
}

void Walker::check_divisor(NodeId n, NodeId divisor, State& state) {
  const NodeId by = strip(divisor);
  if (by == kNone) return;
  const Range range = range_of(by, state);
  const std::string name(tree_.text(by));
  const std::string type = tree_.is(by, "identifier") ? file_.names.declared_type(by) : std::string();
  const NodeId dividend = strip(tree_.child(n, "left"));
  // Dividing a floating-point number by 0 gives infinity, which no integer can hold.
  const bool floating = type == "double" || type == "float" || type == "longdouble" ||
                        (dividend != kNone && tree_.is(dividend, "number_literal") &&
                         tree_.text(dividend).find('.') != std::string_view::npos);
  if (floating && !becomes_integer(n)) return;
  if (range.value() == 0.0) {
    if (tree_.is(by, "number_literal")) return;
    report(Kind::zero_divisor, n, name, "", 0);
    return;
  }
  if (!range.outside || !range.may_be_zero() || !tree_.is(by, "identifier")) return;
  report(Kind::outside_divisor, n, name, "", range.line);
  if (Fact* fact = state.find(name)) fact->range.nonzero = true;
}

/// `n + 1`, `n * 2`, `n++` of a number from outside that nobody limits.
void Walker::check_arithmetic(NodeId n, State& state) {
  std::string_view op;
  NodeId operand = kNone;
  Range by = Range::exactly(1);
  if (tree_.is(n, "update_expression")) {
    op = tree_.text(n).find("++") != std::string_view::npos ? "+" : "-";
    operand = strip(tree_.child(n, "argument"));
  } else if (tree_.is(n, "assignment_expression")) {
    op = text(tree_.child(n, "operator")).substr(0, 1);
    operand = strip(tree_.child(n, "left"));
    by = range_of(tree_.child(n, "right"), state);
  } else {
    op = file_.model.operator_text(tree_, n);
    operand = strip(tree_.child(n, "left"));
    by = range_of(tree_.child(n, "right"), state);
    const Range left = range_of(operand, state);
    if (op != "-" && !left.outside) {
      operand = strip(tree_.child(n, "right"));
      by = left;
    }
  }
  if (operand == kNone || !tree_.is(operand, "identifier")) return;
  const Fact* fact = state.find(tree_.text(operand));
  if (fact == nullptr) return;
  // A product with a size is a size, whatever the number's own type.
  const NodeId left = strip(tree_.child(n, "left"));
  const NodeId right = strip(tree_.child(n, "right"));
  const bool size = op == "*" && tree_.is(n, "binary_expression") &&
                    (tree_.is(left, "sizeof_expression") || tree_.is(right, "sizeof_expression"));
  const Limits* limits = limits_of(size ? "size_t" : file_.names.declared_type(operand));
  if (limits == nullptr) return;
  const Range& range = fact->range;
  const auto exact = range.value();
  if (!range.outside && exact && by.value() && !tree_.is(n, "binary_expression") && limits->high < kLong) {
    const double result = op == "+"   ? *exact + *by.value()
                          : op == "-" ? *exact - *by.value()
                                      : *exact * *by.value();
    if (result > limits->high || result < limits->low)
      report(
          Kind::overflow, n, std::string(tree_.text(operand)),
          "is " + std::to_string(static_cast<long long>(*exact)) + ", and the result does not fit its type",
          0);
    return;
  }
  if (!range.outside) return;
  const bool squared = op == "*" && by.outside;
  if (!by.value() && !squared) {
    // `count * sizeof(struct s)` is a product with something above 1.
    if (op != "*" || by.low < 1) return;
  }
  const double other = by.value().value_or(by.low >= 1 && by.low < Range::kOpen ? by.low + 1 : 2);
  if (op == "*" && other >= 0 && other <= 1) return;
  const double high = op == "*" ? limits->high / std::max(2.0, std::abs(other)) : limits->high - other;
  const double low = op == "-" ? limits->low + other : limits->low;
  const bool above =
      op != "-" && other > 0 && (range.high == Range::kOpen ? !range.high_tested : range.high > high);
  const bool below =
      op == "-" && other > 0 && (range.low == -Range::kOpen ? !range.low_tested : range.low < low);
  if (!above && !below) return;
  report(Kind::overflow, n, std::string(tree_.text(operand)),
         below ? "comes from outside, and the difference may be smaller than its type allows"
               : "comes from outside, and the result may be larger than its type allows",
         range.line);
}

}  // namespace assay::analysis::memory
