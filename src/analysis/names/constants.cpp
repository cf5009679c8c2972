#include <charconv>
#include <cmath>

#include "analysis/names/names.hpp"

namespace assay::analysis {
namespace {

constexpr int kMaxDepth = 12;

/// The value of a number as source code writes it; what follows the digits is ignored.
std::optional<double> literal_number(std::string_view written) {
  std::string text;
  for (const char c : written) {
    if (c != '_' && c != '\'') text += c;
  }
  int base = 10;
  std::size_t skip = 0;
  if (text.size() > 2 && text[0] == '0') {
    const char mark = text[1];
    if (mark == 'x' || mark == 'X') base = 16;
    if (mark == 'o' || mark == 'O') base = 8;
    if (mark == 'b' || mark == 'B') base = 2;
    if (base != 10) skip = 2;
  }
  const bool octal =
      text.size() > 1 && text[0] == '0' && text.find_first_not_of("01234567") == std::string::npos;
  if (octal) base = 8;
  if (base != 10) {
    unsigned long long value = 0;
    const auto read = std::from_chars(text.data() + skip, text.data() + text.size(), value, base);
    if (read.ec != std::errc{}) return std::nullopt;
    return static_cast<double>(value);
  }
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{}) return std::nullopt;
  return value;
}

/// The value of a macro: C's preprocessor leaves it unparsed. Only a number, perhaps in parentheses.
std::optional<double> macro_number(std::string_view written) {
  while (!written.empty() && (written.front() == ' ' || written.front() == '\t' || written.front() == '('))
    written.remove_prefix(1);
  const std::size_t end = written.find_first_of(" \t)/");
  const std::string_view number = written.substr(0, end);
  // `(10 + N)` is more than its first word.
  const std::string_view rest = end == std::string_view::npos ? std::string_view() : written.substr(end);
  if (rest.find_first_not_of(" \t)") != std::string_view::npos && !rest.starts_with("/*"))
    return std::nullopt;
  if (number.find_first_of("+-*<>|&^?:%") != std::string_view::npos) return std::nullopt;
  if (number.empty() || number[0] < '0' || number[0] > '9') return std::nullopt;
  return literal_number(number);
}

}  // namespace

std::optional<std::string> Names::string_value(NodeId expression) const {
  return string_value(expression, 0);
}

std::optional<std::string> Names::string_value(NodeId expression, int depth) const {
  if (depth > kMaxDepth || expression == kNone) return std::nullopt;
  const NodeId n = model_.strip(tree_, expression);
  if (n == kNone) return std::nullopt;
  switch (model_.role(tree_, n)) {
    case Role::string:
      return literal_content(tree_, model_, n);
    case Role::identifier: {
      const NodeId value = single_value(n);
      if (value == kNone || tree_.contains(value, n)) return std::nullopt;
      return string_value(value, depth + 1);
    }
    case Role::collection: {
      if (!tree_.is(n, "concatenated_string")) return std::nullopt;
      std::string all;
      for (const NodeId c : tree_.named_children(n)) {
        auto part = string_value(c, depth + 1);
        if (!part) return std::nullopt;
        all += *part;
      }
      return all;
    }
    case Role::binary: {
      const std::string_view op = model_.operator_text(tree_, n);
      if (op != "+" && op != "." && op != "..") return std::nullopt;
      auto left = string_value(model_.first(tree_, n), depth + 1);
      auto right = left ? string_value(model_.second(tree_, n), depth + 1) : std::nullopt;
      if (!right) return std::nullopt;
      return *left + *right;
    }
    default:
      return std::nullopt;
  }
}

std::optional<double> Names::number_value(NodeId expression) const { return number_value(expression, 0); }

std::optional<double> Names::number_value(NodeId expression, int depth) const {
  if (depth > kMaxDepth || expression == kNone) return std::nullopt;
  const NodeId n = model_.strip(tree_, expression);
  if (n == kNone) return std::nullopt;
  switch (model_.role(tree_, n)) {
    case Role::number:
      return literal_number(tree_.text(n));
    case Role::identifier: {
      const NodeId value = single_value(n);
      if (value == kNone || tree_.contains(value, n)) return std::nullopt;
      return number_value(value, depth + 1);
    }
    case Role::unary: {
      const auto value = number_value(model_.first(tree_, n), depth + 1);
      const std::string_view op = model_.operator_text(tree_, n);
      if (!value || (op != "-" && op != "+")) return std::nullopt;
      return op == "-" ? -*value : *value;
    }
    case Role::binary: {
      const std::string_view op = model_.operator_text(tree_, n);
      const auto left = number_value(model_.first(tree_, n), depth + 1);
      const auto right = left ? number_value(model_.second(tree_, n), depth + 1) : std::nullopt;
      if (!right) return std::nullopt;
      if (op == "+") return *left + *right;
      if (op == "-") return *left - *right;
      if (op == "*") return *left * *right;
      if (op == "/" && *right != 0) return *left / *right;
      if (op == "<<" && *right >= 0 && *right < 64) return *left * std::exp2(*right);
      if (op == "**" || op == "^")
        return op == "**" ? std::optional<double>(std::pow(*left, *right)) : std::nullopt;
      return std::nullopt;
    }
    default:
      return tree_.is(n, "preproc_arg") ? macro_number(tree_.text(n)) : std::nullopt;
  }
}

}  // namespace assay::analysis
