#include "analysis/metrics/python_metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <string>

#include "analysis/metrics/python_lines.hpp"
#include "analysis/names/names.hpp"

namespace assay::analysis {
namespace {

bool is_comprehension(std::string_view kind) {
  return kind.ends_with("comprehension") || kind == "generator_expression";
}

/// Decisions below `from` that belong to the same block: nested functions and classes are passed over, unless
/// `enter` is called for them.
template <class Enter>
int decisions(const Tree& tree, NodeId from, Enter&& enter) {
  int count = 0;
  for (NodeId n = from + 1; n < tree.subtree_end(from);) {
    if (!tree.is_named(n)) {
      ++n;
      continue;
    }
    const std::string_view kind = tree.kind_name(n);
    if (kind == "function_definition" || kind == "class_definition") {
      enter(n);
      n = tree.subtree_end(n);
      continue;
    }
    if (kind == "decorator") {
      n = tree.subtree_end(n);
      continue;
    }
    if (kind == "assert_statement") {
      ++count;
      n = tree.subtree_end(n);
      continue;
    }
    if (kind == "if_statement" || kind == "elif_clause" || kind == "conditional_expression" ||
        kind == "for_statement" || kind == "while_statement" || kind == "except_clause" ||
        kind == "boolean_operator" || kind == "for_in_clause") {
      ++count;
    } else if (kind == "if_clause") {
      if (is_comprehension(tree.kind_name(tree.parent(n)))) ++count;
    } else if (kind == "else_clause") {
      const std::string_view above = tree.kind_name(tree.parent(n));
      if (above == "for_statement" || above == "while_statement" || above == "try_statement") ++count;
    }
    ++n;
  }
  return count;
}

NodeId body_of(const Tree& tree, NodeId definition) {
  const NodeId body = tree.child(definition, "body");
  return body == kNone ? definition : body;
}

/// radon's sum for a file: 1 + the decisions outside, + those of top-level functions, + for each class that
/// of its body and the whole number of each of its methods. Classes in classes, and what is in functions, do
/// not count.
int total_complexity(const Tree& tree) {
  int functions = 0;
  int classes = 0;
  const auto in_class = [&](NodeId definition) {
    int methods = 0;
    const int own = decisions(tree, body_of(tree, definition), [&](NodeId inner) {
      if (tree.is(inner, "function_definition")) methods += python_cyclomatic(tree, inner);
    });
    classes += own + methods;
  };
  const int outside = decisions(tree, tree.root(), [&](NodeId definition) {
    if (tree.is(definition, "function_definition"))
      functions += python_cyclomatic(tree, definition) - 1;
    else
      in_class(definition);
  });
  return 1 + outside + functions + classes;
}

/// Operators and operands of expressions. Equal names in functions of different names are different operands;
/// names, attributes and constants are told apart by value only, everything else is an operand of its own.
class Halstead {
 public:
  Halstead(const Tree& tree, const Model& model) : tree_(tree), model_(model) { visit(tree.root(), ""); }

  double volume() const {
    const std::size_t distinct = operators_seen_.size() + operands_seen_.size();
    return distinct == 0 ? 0 : static_cast<double>(total_) * std::log2(static_cast<double>(distinct));
  }

 private:
  void visit(NodeId from, const std::string& context) {
    for (NodeId n = from; n < tree_.subtree_end(from);) {
      const std::string_view kind = tree_.is_named(n) ? tree_.kind_name(n) : std::string_view{};
      if (kind == "function_definition" && n != from) {
        // Parameters, defaults and decorators are not looked at.
        const NodeId name = tree_.child(n, "name");
        visit_body(body_of(tree_, n), name == kNone ? context : std::string(tree_.text(name)) + "()");
        n = tree_.subtree_end(n);
        continue;
      }
      count(n, kind, context);
      ++n;
    }
  }

  void visit_body(NodeId body, const std::string& context) { visit(body, context); }

  void count(NodeId n, std::string_view kind, const std::string& context) {
    if (kind == "binary_operator") {
      add(tree_.text(tree_.child(n, "operator")), {tree_.child(n, "left"), tree_.child(n, "right")}, context);
    } else if (kind == "augmented_assignment") {
      std::string_view sign = tree_.text(tree_.child(n, "operator"));
      sign.remove_suffix(sign.ends_with('=') ? 1 : 0);
      add(sign, {tree_.child(n, "left"), tree_.child(n, "right")}, context);
    } else if (kind == "unary_operator") {
      add("unary " + std::string(tree_.text(tree_.child(n, "operator"))), {tree_.child(n, "argument")},
          context);
    } else if (kind == "not_operator") {
      add("unary not", {tree_.child(n, "argument")}, context);
    } else if (kind == "boolean_operator") {
      count_boolean(n, context);
    } else if (kind == "comparison_operator") {
      count_comparison(n, context);
    }
  }

  /// `a and b and c` is one operator with three operands.
  void count_boolean(NodeId n, const std::string& context) {
    const std::string_view sign = model_.operator_text(tree_, n);
    const NodeId parent = tree_.parent(n);
    if (tree_.is(parent, "boolean_operator") && model_.operator_text(tree_, parent) == sign &&
        tree_.child(parent, "left") == n) {
      return;  // part of the one around it
    }
    std::vector<NodeId> operands;
    NodeId left = n;
    while (tree_.is(left, "boolean_operator") && model_.operator_text(tree_, left) == sign) {
      operands.push_back(tree_.child(left, "right"));
      left = tree_.child(left, "left");
    }
    operands.push_back(left);
    add(sign, operands, context);
  }

  void count_comparison(NodeId n, const std::string& context) {
    std::vector<NodeId> operands;
    for (const NodeId child : tree_.children(n)) {
      if (tree_.is_extra(child)) continue;
      if (tree_.is_named(child)) {
        operands.push_back(child);
      } else {
        ++total_;
        std::string sign(tree_.text(child));
        sign.erase(std::remove(sign.begin(), sign.end(), ' '), sign.end());
        operators_seen_.insert("compare " + sign);
      }
    }
    for (const NodeId operand : operands) see(operand, context);
  }

  void add(std::string_view sign, const std::vector<NodeId>& operands, const std::string& context) {
    ++total_;
    operators_seen_.emplace(sign);
    for (const NodeId operand : operands) see(operand, context);
  }

  void see(NodeId operand, const std::string& context) {
    ++total_;
    operands_seen_.insert(context + "\x1f" + value_of(operand));
  }

  /// What Python would find equal: a name and a string of the same letters are, and so are 1 and True.
  std::string value_of(NodeId n) const {
    while (n != kNone && tree_.is(n, "parenthesized_expression")) {
      NodeId inner = kNone;
      for (const NodeId child : tree_.named_children(n)) {
        if (!tree_.is_extra(child)) inner = child;
      }
      if (inner == kNone) break;
      n = inner;
    }
    if (n == kNone) return "none";
    const std::string_view kind = tree_.kind_name(n);
    if (kind == "identifier") return "t" + std::string(tree_.text(n));
    if (kind == "attribute") return "t" + std::string(tree_.text(tree_.child(n, "attribute")));
    if (kind == "true") return number(1);
    if (kind == "false") return number(0);
    if (kind == "none") return "none";
    if (kind == "ellipsis") return "...";
    if (kind == "integer" || kind == "float") return constant_number(tree_.text(n));
    if (kind == "string" || kind == "concatenated_string") {
      if (const auto text = constant_text(n)) return *text;
    }
    return "#" + std::to_string(n);
  }

  std::optional<std::string> constant_text(NodeId n) const {
    if (!tree_.is(n, "concatenated_string")) {
      const std::string_view text = tree_.text(n);
      const std::string_view prefix = text.substr(0, text.find_first_of("\"'"));
      if (prefix.find_first_of("fF") != std::string_view::npos) return std::nullopt;
      const auto content = literal_content(tree_, model_, n);
      if (!content) return std::nullopt;
      return (prefix.find_first_of("bB") != std::string_view::npos ? "b" : "t") + *content;
    }
    std::string whole;
    for (const NodeId part : tree_.named_children(n)) {
      if (tree_.is_extra(part)) continue;
      const auto one = constant_text(part);
      if (!one) return std::nullopt;
      if (whole.empty()) whole = one->substr(0, 1);
      whole += one->substr(1);
    }
    return whole;
  }

  static std::string number(double value) {
    std::array<char, 40> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return "n" +
           std::string(text.data(), error == std::errc() ? static_cast<std::size_t>(end - text.data()) : 0);
  }

  static std::string constant_number(std::string_view text) {
    std::string digits(text);
    digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    int base = 10;
    if (digits.starts_with("0x")) base = 16;
    if (digits.starts_with("0o")) base = 8;
    if (digits.starts_with("0b")) base = 2;
    if (base != 10) {
      std::uint64_t value = 0;
      const auto [end, error] =
          std::from_chars(digits.data() + 2, digits.data() + digits.size(), value, base);
      if (error == std::errc() && end == digits.data() + digits.size() && value < (1ULL << 53U))
        return number(static_cast<double>(value));
      return "n" + digits;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc() && end == digits.data() + digits.size()) return number(value);
    return "n" + digits;
  }

  const Tree& tree_;
  const Model& model_;
  std::size_t total_ = 0;
  std::set<std::string, std::less<>> operators_seen_;
  std::set<std::string> operands_seen_;
};

}  // namespace

int python_cyclomatic(const Tree& tree, NodeId function) {
  return 1 + decisions(tree, body_of(tree, function), [](NodeId) {});
}

PythonFileMetrics python_file_metrics(const Tree& tree, const Model& model) {
  PythonFileMetrics out;
  out.halstead_volume = Halstead(tree, model).volume();
  const PythonLines lines = python_lines(tree.text());
  if (out.halstead_volume <= 0 || lines.logical <= 0) return out;
  const double comments = lines.code > 0 ? 100.0 * (lines.comments + lines.multi) / lines.code : 0;
  const double angle = 2.46 * comments * 3.14159265358979323846 / 180.0;
  const double raw = 171 - 5.2 * std::log(out.halstead_volume) - 0.23 * total_complexity(tree) -
                     16.2 * std::log(lines.logical) + 50 * std::sin(std::sqrt(angle));
  out.maintainability = std::clamp(raw * 100 / 171, 0.0, 100.0);
  return out;
}

}  // namespace assay::analysis
