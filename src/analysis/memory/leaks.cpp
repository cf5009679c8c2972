#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

/// `new int`, `new char[n]`: of classes the constructor may keep the object.
bool is_plain_new(const Tree& tree, NodeId n) {
  const NodeId type = tree.child(n, "type");
  return type != kNone && tree.child(n, "placement") == kNone && size_of_type(tree.text(type)) > 0;
}

}  // namespace

void find_leaks(const FileView& file, NodeId function, std::vector<MemoryEvent>& events) {
  const Tree& tree = file.tree;
  const NodeId body = tree.child(function, "body");
  if (body == kNone || tree.has_error(body)) return;
  // What main keeps lives as long as the process anyway.
  if (file.model.function_name(tree, function) == "main") return;
  const NodeId end = tree.subtree_end(body);
  for (NodeId n = body; n < end; ++n) {
    std::string_view allocator;
    if (tree.is(n, "new_expression")) {
      if (!is_plain_new(tree, n)) continue;
      allocator = "new";
    } else {
      if (!tree.is(n, "call_expression")) continue;
      allocator = tree.text(tree.child(n, "function"));
      if (allocator.starts_with("std::")) allocator.remove_prefix(5);
      if (!allocates(allocator) || allocator == "alloca" || allocator == "realloc") continue;
    }
    // The pointer that gets it: a local variable, declared in this function.
    NodeId holder = tree.parent(n);
    while (holder != kNone &&
           (tree.is(holder, "cast_expression") || tree.is(holder, "parenthesized_expression")))
      holder = tree.parent(holder);
    if (holder == kNone) continue;
    NodeId target = kNone;
    if (tree.is(holder, "init_declarator"))
      target = file.model.declared_name(tree, tree.child(holder, "declarator"));
    if (tree.is(holder, "assignment_expression")) target = tree.child(holder, "left");
    if (target == kNone || !tree.is(target, "identifier")) continue;
    if (tree.is(tree.parent(holder), "assignment_expression")) continue;  // a = b = malloc(n)
    const std::string_view name = tree.text(target);
    bool local = false;
    bool escapes = false;
    for (NodeId u = body; u < end && !escapes; ++u) {
      if (!tree.is(u, "identifier") || tree.text(u) != name) continue;
      NodeId p = tree.parent(u);
      while (tree.is(p, "cast_expression") || tree.is(p, "parenthesized_expression")) p = tree.parent(p);
      const std::string_view kind = tree.kind_name(p);
      if (kind == "pointer_declarator" || kind == "init_declarator") {
        for (NodeId d = p; d != kNone && d > body; d = tree.parent(d)) {
          if (!tree.is(d, "declaration")) continue;
          const std::string_view text = tree.text(d);
          local = !text.starts_with("static") && !text.starts_with("extern");
          break;
        }
        // `char *q = p;` hands it on.
        if (kind == "init_declarator" && tree.child(p, "value") != kNone && u >= tree.child(p, "value"))
          escapes = true;
        continue;
      }
      if (kind == "assignment_expression") {
        escapes = !tree.contains(tree.child(p, "left"), u);
      } else if (kind == "argument_list") {
        const NodeId function_name = tree.child(tree.parent(p), "function");
        std::string_view callee = function_name == kNone ? std::string_view() : tree.text(function_name);
        if (callee.starts_with("std::")) callee.remove_prefix(5);
        escapes = !borrows(callee) && !only_shows(callee);
      } else if (kind == "field_expression" || kind == "subscript_expression" ||
                 kind == "pointer_expression") {
        // &p, &p->field and &p[0] may be kept by whoever gets them.
        for (NodeId q = p; q != kNone && !escapes; q = tree.parent(q)) {
          if (tree.is(q, "pointer_expression"))
            escapes = tree.text(q).starts_with('&');
          else if (!tree.is(q, "field_expression") && !tree.is(q, "subscript_expression") &&
                   !tree.is(q, "parenthesized_expression"))
            break;
        }
      } else if (kind == "binary_expression") {
        const std::string_view op = file.model.operator_text(tree, p);
        escapes = op != "==" && op != "!=" && op != "&&" && op != "||";
      } else {
        escapes = kind != "unary_expression" && kind != "condition_clause" && kind != "if_statement" &&
                  kind != "while_statement";
      }
    }
    if (!local || escapes) continue;
    events.push_back({MemoryEvent::Kind::leak, n, std::string(name), std::string(allocator), 0});
  }
}

}  // namespace assay::analysis::memory
