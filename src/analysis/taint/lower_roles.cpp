#include <algorithm>

#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {
namespace {

/// PHP: the statement stands behind `<?=`, which prints it.
bool after_echo_tag(const Tree& tree, NodeId n) {
  NodeId before = tree.previous_named_sibling(n);
  if (before != kNone && tree.is(before, "text_interpolation")) {
    NodeId last = kNone;
    for (const NodeId c : tree.named_children(before)) last = c;
    before = last;
  }
  return before != kNone && tree.is(before, "php_tag") && tree.text(before) == "<?=";
}

}  // namespace

CodeId Lowering::lower_role(NodeId n, Role role) {
  switch (role) {
    case Role::function:
    case Role::lambda:
      return define_function(n, role == Role::lambda);
    case Role::type:
      return class_(n);
    case Role::call:
    case Role::method_call:
      return call(n);
    case Role::creation:
      return creation(n);
    case Role::member:
      return member(n);
    case Role::subscript:
      return subscript(n);
    case Role::identifier:
      return identifier(n);
    case Role::string:
      return string(n);
    case Role::interpolation: {
      const NodeId inner = model_.first(tree_, n);
      return inner == kNone ? all_of(Op::any, n) : lower(inner);
    }
    case Role::number:
      return number(n);
    case Role::literal: {
      const std::string_view text = tree_.text(n);
      if (text == "true" || text == "True" || text == "TRUE") return constant(n, values_.boolean(true));
      if (text == "false" || text == "False" || text == "FALSE") return constant(n, values_.boolean(false));
      if (text.size() >= 3 && text.front() == '\'') {
        return text_constant(n, literal_content(tree_, model_, n).value_or(std::string(text)));
      }
      return constant(n, values_.null());
    }
    case Role::comment:
    case Role::import:
      return 0;
    case Role::assignment:
      return assignment(n, false);
    case Role::update:
      return assignment(n, true);
    case Role::variable:
      return variable(n);
    case Role::binary:
      return binary(n);
    case Role::unary: {
      const NodeId operand = model_.first(tree_, n);
      const std::string_view op = model_.operator_text(tree_, n);
      const CodeId inner = lower(operand);
      if (inner == 0) return 0;
      if (op == "!" || op == "not") return emit(Op::not_, n, {inner});
      if (op == "&" || op == "*" || op == "@" || op == "^" || op == "<-" || op == "&&") return inner;
      if (op == "-" && program_.codes[inner].op == Op::constant) {
        const Constant& c = program_.constants[program_.codes[inner].data]->constant;
        if (c.numeric()) return constant(n, values_.number(-c.number, c.kind == Constant::Kind::integer));
      }
      return emit(Op::harmless, n, {inner});
    }
    case Role::ternary: {
      const CodeId condition = lower(model_.first(tree_, n));
      const NodeId then = model_.second(tree_, n);
      // a ?: b
      const CodeId chosen = then == kNone ? condition : lower(then);
      return emit(Op::if_, n, {condition, chosen, lower(model_.third(tree_, n))});
    }
    case Role::parenthesis:
    case Role::cast:
    case Role::wrapper:
    case Role::statement: {
      const NodeId inner = model_.first(tree_, n);
      if (inner == kNone) return all_of(Op::any, n);
      if (role == Role::statement && after_echo_tag(tree_, n))
        return emit(Op::call, n, symbol("echo"), {0, lower(inner)});
      if (role == Role::cast) {
        static constexpr std::string_view kNumbers[] = {
            "int",     "long", "short",  "float", "double", "bool", "integer", "boolean", "byte",  "char",
            "Integer", "Long", "size_t", "u32",   "i32",    "u64",  "i64",     "usize",   "number"};
        const NodeId type = model_.second(tree_, n);
        const std::string_view text = type == kNone ? std::string_view{} : tree_.text(type);
        if (std::find(std::begin(kNumbers), std::end(kNumbers), text) != std::end(kNumbers))
          return emit(Op::harmless, n, {lower(inner)});
      }
      return lower(inner);
    }
    case Role::argument: {
      const NodeId value = model_.first(tree_, n);
      return value == kNone ? all_of(Op::any, n) : lower(value);
    }
    case Role::collection:
      return tree_.is(n, "concatenated_string") ? all_of(Op::text, n) : list(n);
    case Role::block:
    case Role::else_:
    case Role::finally_:
      return children_block(n);
    case Role::if_:
    case Role::elif:
      return if_(n);
    case Role::loop:
      return each(n);
    case Role::switch_:
      return switch_(n);
    case Role::case_:
    case Role::default_case:
      return children_block(n);
    case Role::try_:
      return try_(n);
    case Role::catch_:
      return children_block(n);
    case Role::return_: {
      const NodeId value = model_.first(tree_, n);
      return emit(Op::return_, n, {lower(value)});
    }
    case Role::throw_:
      return emit(Op::throw_, n, {lower(model_.first(tree_, n))});
    case Role::break_:
      return emit(Op::break_, n, {lower(model_.first(tree_, n))});
    case Role::continue_:
      return emit(Op::continue_, n, {});
    case Role::goto_:
      return 0;
    case Role::parameter:
    case Role::none:
      break;
  }
  const std::string_view text = tree_.text(n);
  if (text == "this" || text == "$this") return emit(Op::self, n, {});
  if (tree_.first_child(n) == kNone || tree_.first_named_child(n) == kNone) {
    // A word without parts: a type's name, a keyword that acts as a name.
    if (text.size() > 100 || text.empty()) return 0;
    const std::string_view kind = tree_.kind_name(n);
    if (kind.ends_with("identifier") || kind.ends_with("name") || kind == "super") return name_code(n, text);
    return 0;
  }
  return all_of(Op::any, n);
}

CodeId Lowering::identifier(NodeId n) {
  const std::string_view text = tree_.text(n);
  if (text == "this" || text == "$this" || text == "self") return emit(Op::self, n, {});
  if (text.starts_with('@')) {  // Ruby's instance variables
    return emit(Op::member, n, symbol(text), {emit(Op::self, n, {})});
  }
  if (text == "undefined" || text == "NULL" || text == "nullptr" || text == "nil" || text == "None")
    return constant(n, values_.null());
  if (is_field(n)) return emit(Op::member, n, symbol(text), {emit(Op::self, n, {})});
  return name_code(n, text);
}

CodeId Lowering::member(NodeId n) {
  const NodeId object = model_.first(tree_, n);
  const NodeId name = model_.second(tree_, n);
  if (name == kNone) return lower(object);
  const CodeId from = object == kNone ? 0 : lower(object);
  std::string_view property = tree_.text(name);
  if (property.starts_with('$')) property.remove_prefix(1);
  if (model_.role(tree_, name) == Role::member) return lower(name);
  return emit(Op::member, n, symbol(property), {from});
}

CodeId Lowering::subscript(NodeId n) {
  const NodeId object = model_.first(tree_, n);
  NodeId index = model_.second(tree_, n);
  if (index != kNone &&
      (tree_.is(index, "bracketed_argument_list") || tree_.is(index, "subscript_argument_list"))) {
    index = tree_.named_child(index, 0);
  }
  if (index != kNone && model_.role(tree_, index) == Role::argument) index = model_.first(tree_, index);
  // x[1:3] is made of x.
  if (index != kNone && form(index) == Form::slice) return emit(Op::any, n, {lower(object)});
  return emit(Op::index, n, {lower(object), lower(index)});
}

}  // namespace assay::analysis::taint
