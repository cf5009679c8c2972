#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

bool leaves(const CheckContext& context, NodeId n) {
  switch (context.file.model.role(context.file.tree, n)) {
    case Role::return_:
    case Role::throw_:
    case Role::break_:
    case Role::continue_:
      return true;
    default:
      return false;
  }
}

/// What may well stand after a return: it is reached by other ways or does nothing by itself.
bool may_follow(const CheckContext& context, NodeId n) {
  const Tree& tree = context.file.tree;
  const std::string_view kind = tree.kind_name(n);
  const Role r = context.file.model.role(tree, n);
  if (r == Role::function || r == Role::type || r == Role::case_ || r == Role::default_case ||
      r == Role::break_ || r == Role::else_ || r == Role::elif || r == Role::catch_ || r == Role::finally_ ||
      r == Role::comment) {
    return true;
  }
  if (kind.starts_with("preproc") || kind.find("label") != std::string_view::npos ||
      kind == "empty_statement" || kind == "local_function_statement" || kind.ends_with("_item") ||
      kind == "text" || kind == "php_tag") {
    return true;
  }
  // `var x` is hoisted, `raise NotImplementedError; yield` makes a generator.
  return kind.ends_with("declaration") || tree.text(n).starts_with("yield");
}

}  // namespace

void check_unreachable_code(const CheckContext& context) {
  const Tree& tree = context.file.tree;
  const Model& model = context.file.model;
  for (NodeId n = 1; n < tree.size(); ++n) {
    if (!leaves(context, n)) continue;
    const NodeId parent = tree.parent(n);
    if (model.role(tree, parent) != Role::block) continue;
    const NodeId next = tree.next_named_sibling(n);
    if (next == kNone || may_follow(context, next) || tree.has_error(parent)) continue;
    // Ruby and Kotlin: `return if x` is a modifier around the return and never gets here.
    if (tree.start_line(next) == tree.start_line(n)) continue;
    context.findings.add(context.rule, next);
  }
}

}  // namespace assay::analysis
