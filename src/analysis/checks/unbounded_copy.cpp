#include <algorithm>
#include <set>

#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

/// The format of a printf that can write a text of any length.
bool writes_text(const CheckContext& context, NodeId format) {
  const Tree& tree = context.file.tree;
  const auto text = context.file.names.string_value(format);
  if (!text) {
    const NodeId plain = context.file.model.strip(tree, format);
    const std::string_view name = plain == kNone ? std::string_view() : tree.text(plain);
    return plain != kNone && tree.is(plain, "identifier") &&
           std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }
  return text->find("%s") != std::string::npos || text->find("%[") != std::string::npos;
}

/// A macro of a text, by the way it is written.
bool is_macro(std::string_view name) {
  return !name.empty() &&
         name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
}

/// Everything after the format was made a number where it is given.
bool prints_numbers(const Tree& tree, NodeId list, std::size_t first) {
  std::size_t at = first;
  for (NodeId n = tree.named_child(list, at); n != kNone; n = tree.named_child(list, ++at)) {
    if (!tree.is(n, "cast_expression")) return false;
    const std::string_view type = tree.text(tree.child(n, "type"));
    if (type.find('*') != std::string_view::npos) return false;
  }
  return at > first;
}

/// A branch of `#if` stands beside it that uses snprintf: this one is for systems without.
bool is_old_branch(const Tree& tree, NodeId n) {
  for (NodeId p = tree.parent(n); p != kNone && !tree.is(p, "function_definition"); p = tree.parent(p)) {
    if (tree.kind_name(p).starts_with("preproc_") && tree.text(p).find("snprintf") != std::string_view::npos)
      return true;
  }
  return false;
}

/// `target` got its memory in this function, and its size was computed from lengths: `malloc(strlen(a) + n +
/// 1)`.
bool was_measured(const Tree& tree, NodeId call, NodeId target) {
  NodeId function = call;
  while (function != kNone && !tree.is(function, "function_definition")) function = tree.parent(function);
  if (function == kNone) return false;
  while (tree.is(target, "binary_expression") || tree.is(target, "pointer_expression"))
    target =
        tree.is(target, "binary_expression") ? tree.child(target, "left") : tree.child(target, "argument");
  for (NodeId n = function; n < call; ++n) {
    NodeId value = kNone;
    NodeId left = kNone;
    if (tree.is(n, "assignment_expression")) {
      left = tree.child(n, "left");
      value = tree.child(n, "right");
    } else if (tree.is(n, "init_declarator")) {
      left = tree.child(n, "declarator");
      value = tree.child(n, "value");
    }
    if (value == kNone || left == kNone) continue;
    if (tree.is(left, "pointer_declarator") || tree.is(left, "pointer_expression"))
      left = tree.named_child(left, 0);
    if (tree.is(value, "cast_expression")) value = tree.child(value, "value");
    if (value == kNone || !tree.is(value, "call_expression") || tree.text(left) != tree.text(target))
      continue;
    if (tree.text(tree.child(value, "function")).find("alloc") == std::string_view::npos) continue;
    const std::string_view size = tree.text(tree.child(value, "arguments"));
    if (size.find('+') != std::string_view::npos && size.find("len") != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

/// Copies that go on until the 0, but for those of which it is known that they fit, or that they do not.
void check_unbounded_copy(const CheckContext& context) {
  const Tree& tree = context.file.tree;
  std::set<NodeId> known;
  for (const MemoryEvent& event : context.memory()) {
    if (event.kind == MemoryEvent::Kind::fits || event.kind == MemoryEvent::Kind::out_of_bounds)
      known.insert(event.at);
  }
  for (NodeId n = 0; n < tree.size(); ++n) {
    if (!tree.is(n, "call_expression") || known.contains(n)) continue;
    std::string name = context.file.names.resolve(tree.child(n, "function"));
    if (name.starts_with("std.")) name.erase(0, 4);
    const bool prints = name == "sprintf" || name == "vsprintf";
    if (!prints && name != "strcpy" && name != "strcat" && name != "stpcpy" && name != "wcscpy" &&
        name != "wcscat")
      continue;
    const NodeId list = tree.child(n, "arguments");
    const NodeId source = list == kNone ? kNone : tree.named_child(list, 1);
    if (source == kNone) continue;
    if (prints ? !writes_text(context, source) || prints_numbers(tree, list, 2)
               : context.file.names.string_value(source).has_value() || is_macro(tree.text(source)))
      continue;
    if (is_old_branch(tree, n) || was_measured(tree, n, tree.named_child(list, 0))) continue;
    Captures captures{n, {{"fn", tree.child(n, "function")}}};
    context.findings.add(context.rule, n, captures, Findings::Extra());
  }
}

}  // namespace assay::analysis
