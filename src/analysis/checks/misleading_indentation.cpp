#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

/// Columns before a node where nothing but white space is in front of it; -1 where there is more.
int indentation(const Tree& tree, NodeId n) {
  const std::string_view code = tree.text(0);
  std::uint32_t at = tree.start(n) - tree.start(0);
  int columns = 0;
  while (at > 0 && code[at - 1] != '\n') {
    const char c = code[--at];
    if (c != ' ' && c != '\t') return -1;
    // Tabs among spaces look different in every editor.
    columns += c == '\t' ? 1000 : 1;
  }
  return columns;
}

/// The statement that an `if`, `else` or loop without braces has; kNone where it has a block.
NodeId lone_statement(const Tree& tree, NodeId n) {
  NodeId last = n;
  for (;;) {
    NodeId body = tree.child(last, "alternative");
    if (body != kNone && tree.is(body, "else_clause")) body = tree.named_child(body, 0);
    if (body == kNone) body = tree.child(last, "body");
    if (body == kNone) body = tree.child(last, "consequence");
    if (body == kNone) return kNone;
    if (!tree.is(body, "if_statement"))
      return tree.kind_name(body).ends_with("expression_statement") || tree.is(body, "return_statement")
                 ? body
                 : kNone;
    last = body;
  }
}

}  // namespace

void check_misleading_indentation(const CheckContext& context) {
  const Tree& tree = context.file.tree;
  for (NodeId n = 1; n < tree.size(); ++n) {
    const std::string_view kind = tree.kind_name(n);
    if (kind != "if_statement" && kind != "for_statement" && kind != "while_statement") continue;
    const NodeId next = tree.next_named_sibling(n);
    if (next == kNone || tree.has_error(n) || tree.is_extra(next)) continue;
    if (!tree.kind_name(next).ends_with("_statement") || tree.is(next, "empty_statement")) continue;
    const NodeId body = lone_statement(tree, n);
    if (body == kNone || tree.start_line(body) == tree.start_line(n)) continue;
    // The next line, as far in as the branch, and further in than the `if`.
    if (tree.start_line(next) != tree.end_line(body) + 1) continue;
    const int own = indentation(tree, n);
    const int inner = indentation(tree, body);
    if (own < 0 || inner <= own || indentation(tree, next) != inner) continue;
    context.findings.add(context.rule, next);
  }
}

}  // namespace assay::analysis
