#include "analysis/rules/guarded.hpp"

namespace assay::analysis {
namespace {

constexpr int kMaxLevels = 300;

bool leaves_somewhere(const FileView& file, NodeId n) {
  for (NodeId c = n; c < file.tree.subtree_end(n); ++c) {
    if (file.tree.is(c, "exit_statement")) return true;  // PHP: a word of its own
    switch (file.model.role(file.tree, c)) {
      case Role::return_:
      case Role::throw_:
      case Role::break_:
      case Role::continue_:
      case Role::goto_:
        return true;
      case Role::call: {  // exit(), abort(), process.exit(), panic()
        const NodeId callee = file.model.first(file.tree, c);
        if (callee == kNone) break;
        const std::string_view text = file.tree.text(callee);
        if (text.ends_with("exit") || text == "abort" || text == "panic" || text == "die") return true;
        break;
      }
      default:
        break;
    }
  }
  return false;
}

/// An earlier statement of the same block that settles the matter.
bool settles(const FileView& file, NodeId statement, NodeId expression) {
  const Tree& tree = file.tree;
  const Role r = file.model.role(tree, statement);
  if (r == Role::if_) {
    const NodeId condition = file.model.first(tree, statement);
    if (condition == kNone || !mentions(tree, condition, expression)) return false;
    if (leaves_somewhere(file, statement)) return true;
    // `if not xs: xs = [0]`
    for (NodeId c = statement; c < tree.subtree_end(statement); ++c) {
      if (file.model.role(tree, c) != Role::assignment) continue;
      const NodeId left = file.model.first(tree, c);
      if (left != kNone && same_tokens(tree, left, expression)) return true;
    }
    return false;
  }
  if (tree.text(statement).substr(0, 40).find("ssert") != std::string_view::npos) {
    return mentions(tree, statement, expression);
  }
  return false;
}

}  // namespace

bool same_tokens(const Tree& tree, NodeId a, NodeId b) {
  // A string is one token: white space in it matters, and some of its text is no node.
  const auto is_token = [&tree](NodeId n) {
    return tree.first_child(n) == kNone || tree.kind_name(n).find("string") != std::string_view::npos;
  };
  const auto next_token = [&](NodeId n, NodeId end) {
    while (n < end && (!is_token(n) || tree.is_extra(n))) ++n;
    return n;
  };
  const NodeId end_a = tree.subtree_end(a);
  const NodeId end_b = tree.subtree_end(b);
  // A long chain of operators against its last term: comments alone can't make up for that.
  const NodeId nodes_a = end_a - a;
  const NodeId nodes_b = end_b - b;
  if (nodes_a > 4 * nodes_b + 64 || nodes_b > 4 * nodes_a + 64) return false;
  NodeId i = next_token(a, end_a);
  NodeId j = next_token(b, end_b);
  while (i < end_a && j < end_b) {
    if (tree.text(i) != tree.text(j)) return false;
    i = next_token(tree.subtree_end(i), end_a);
    j = next_token(tree.subtree_end(j), end_b);
  }
  return i >= end_a && j >= end_b;
}

bool mentions(const Tree& tree, NodeId n, NodeId expression) {
  const KindId kind = tree.kind(expression);
  for (NodeId c = n; c < tree.subtree_end(n); ++c) {
    if (tree.kind(c) == kind && same_tokens(tree, c, expression)) return true;
  }
  return false;
}

bool is_guarded(const FileView& file, NodeId at, NodeId expression) {
  const Tree& tree = file.tree;
  NodeId inner = at;
  int level = 0;
  for (NodeId p = tree.parent(at); p != kNone && level < kMaxLevels; inner = p, p = tree.parent(p), ++level) {
    const Role r = file.model.role(tree, p);
    if (r == Role::function) return false;
    if (r == Role::if_ || r == Role::elif || r == Role::loop || r == Role::ternary || r == Role::switch_) {
      const NodeId condition = file.model.first(tree, p);
      if (condition != kNone && condition != inner && mentions(tree, condition, expression)) return true;
      // The tests of earlier branches: `if a … elif len(xs) < 3 … else …`.
      for (NodeId c = tree.first_child(p); c != kNone && c != inner; c = tree.next_sibling(c)) {
        if (file.model.role(tree, c) != Role::elif) continue;
        const NodeId tested = file.model.first(tree, c);
        if (tested != kNone && mentions(tree, tested, expression)) return true;
      }
    } else if (r == Role::binary) {
      const std::string_view op = file.model.operator_text(tree, p);
      const NodeId left = file.model.first(tree, p);
      if ((op == "&&" || op == "||" || op == "and" || op == "or") && left != kNone && left != inner &&
          mentions(tree, left, expression)) {
        return true;
      }
    } else if (r == Role::block || p == tree.root() || tree.is(p, "if_clause")) {
      for (NodeId c = tree.first_child(p); c != kNone && c != inner; c = tree.next_sibling(c)) {
        if (settles(file, c, expression)) return true;
      }
    } else if (tree.kind_name(p).ends_with("comprehension") || tree.is(p, "generator_expression")) {
      const NodeId filter = tree.child_of_kind(p, "if_clause");
      if (filter != kNone && filter != inner && mentions(tree, filter, expression)) return true;
    }
  }
  return false;
}

}  // namespace assay::analysis
