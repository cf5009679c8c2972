#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {

/// What can be assigned to; 0 for what can't.
CodeId Lowering::target(NodeId n) {
  if (n == kNone || depth_ >= 200) return 0;
  ++depth_;
  CodeId made = 0;
  const Role r = model_.role(tree_, n);
  const std::string_view kind = tree_.kind_name(n);
  const std::string_view text = tree_.text(n);
  if (r == Role::identifier) {
    made = identifier(n);
  } else if (r == Role::member) {
    made = member(n);
  } else if (r == Role::subscript) {
    made = subscript(n);
  } else if (r == Role::method_call && tree_.child(n, fields_.arguments) == kNone) {
    made = member(n);  // Ruby: object.name = value
    const NodeId object = model_.first(tree_, n);
    const NodeId name = model_.second(tree_, n);
    if (object != kNone && name != kNone) made = emit(Op::member, n, symbol_of(name), {lower(object)});
  } else if (kind == "pointer_expression" || kind == "unary_expression" ||
             kind == "parenthesized_expression" || kind == "reference_declarator" ||
             kind == "pointer_declarator" || kind == "array_declarator" || kind == "init_declarator" ||
             kind == "mut_pattern" || kind == "ref_pattern" || kind == "reference_pattern" ||
             kind == "captured_pattern" || kind == "as_pattern_target" || kind == "variadic_declarator" ||
             kind == "by_ref" || kind == "parenthesized_declarator" || kind == "splat_parameter" ||
             kind == "block_parameter" || kind == "hash_splat_parameter" ||
             kind == "abstract_pointer_declarator" || kind == "out_expression" ||
             kind == "implicit_parameter") {
    const NodeId inner = tree_.child(n, fields_.declarator);
    NodeId next = inner != kNone ? inner : tree_.first_named_child(n);
    if (kind == "mut_pattern" || kind == "reference_pattern") {
      const std::size_t count = tree_.named_child_count(n);
      next = count == 0 ? kNone : tree_.named_child(n, count - 1);
    }
    if (next == kNone) {
      if (kind == "implicit_parameter") made = name_code(n, text);
    } else {
      made = target(next);
    }
  } else if (kind == "object_pattern") {
    std::vector<CodeId> pairs;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.is(c, "pair_pattern")) {
        pairs.push_back(map_key(tree_.child(c, fields_.key)));
        pairs.push_back(target(tree_.child(c, fields_.value)));
      } else if (tree_.is(c, "rest_pattern")) {
        pairs.push_back(0);
        pairs.push_back(target(tree_.first_named_child(c)));
      } else {
        const NodeId name = model_.declared_name(tree_, c);
        if (name == kNone) continue;
        pairs.push_back(text_constant(c, tree_.text(name)));
        pairs.push_back(name_code(name, tree_.text(name)));
      }
    }
    made = emit(Op::map, n, pairs);
  } else if (r == Role::parameter) {
    made = target(model_.first(tree_, n));
  } else if (r == Role::variable) {
    made = target(model_.first(tree_, n));
  } else if (kind == "tuple_struct_pattern") {
    // Some(x): what is inside is what was there. The type's name is no target.
    std::vector<CodeId> parts;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.field(c) != fields_.type) parts.push_back(target(c));
    }
    made = parts.size() == 1 ? parts.front() : emit(Op::any, n, parts);
  } else if (r == Role::collection || kind.ends_with("_list") || kind.ends_with("pattern") ||
             kind == "left_assignment_list" || kind == "list_literal" || kind == "tuple" ||
             kind == "declaration") {
    std::vector<CodeId> parts;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.is(c, "list_splat_pattern") || tree_.is(c, "rest_pattern") ||
          tree_.is(c, "splat_parameter")) {
        parts.push_back(emit(Op::spread, c, {target(tree_.first_named_child(c))}));
      } else if (tree_.field(c) != fields_.type || fields_.type == 0) {
        const CodeId part = target(c);
        parts.push_back(part != 0 ? part : emit(Op::nothing, c, {}));
      }
    }
    if (kind == "declaration" || kind == "const_pattern" || kind == "case_pattern") {
      made = parts.empty() ? 0 : parts.back();
    } else {
      made = emit(Op::list, n, parts);
    }
  } else if (const NodeId name = model_.declared_name(tree_, n); name != kNone) {
    made = is_field(name) ? emit(Op::member, name, symbol_of(name), {emit(Op::self, name, {})})
                          : name_code(name, tree_.text(name));
  }
  --depth_;
  return made;
}

}  // namespace assay::analysis::taint
