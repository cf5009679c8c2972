#include "analysis/taint/lower.hpp"

#include <algorithm>

#include "analysis/taint/number_members.hpp"

namespace assay::analysis::taint {
namespace {

constexpr int kMaxDepth = 300;

}  // namespace

std::string_view simple_type_name(std::string_view type) {
  const std::size_t generic = type.find_first_of("<[(");
  if (generic != std::string_view::npos && generic > 0) type = type.substr(0, generic);
  while (!type.empty() &&
         (type.back() == ' ' || type.back() == '*' || type.back() == '&' || type.back() == '?'))
    type.remove_suffix(1);
  const std::size_t at = type.find_last_of(".: *&\\");
  return at == std::string_view::npos ? type : type.substr(at + 1);
}

Lowering::Lowering(const Tree& tree, const Model& model, const Names& names, Values& values)
    : tree_(tree), model_(model), names_(names), values_(values), forms_(forms_of(model.grammar())) {
  const Grammar& g = model.grammar();
  fields_ = {.name = g.field("name"),
             .value = g.field("value"),
             .body = g.field("body"),
             .left = g.field("left"),
             .right = g.field("right"),
             .condition = g.field("condition"),
             .initializer = g.field("initializer"),
             .init = g.field("init"),
             .initialize = g.field("initialize"),
             .increment = g.field("increment"),
             .update = g.field("update"),
             .block = g.field("block"),
             .alternative = g.field("alternative"),
             .handler = g.field("handler"),
             .finalizer = g.field("finalizer"),
             .arguments = g.field("arguments"),
             .object = g.field("object"),
             .key = g.field("key"),
             .type = g.field("type"),
             .receiver = g.field("receiver"),
             .parameters = g.field("parameters"),
             .subscript = g.field("subscript"),
             .operator_ = g.field("operator"),
             .declarator = g.field("declarator"),
             .pattern = g.field("pattern"),
             .guard = g.field("guard"),
             .default_value = g.field("default_value")};
  program_.codes.reserve(tree.size() / 2 + 16);
  program_.children.reserve(tree.size() / 2 + 16);
  program_.codes.push_back({});
}

Program Lowering::run() {
  program_.number_members = number_members(tree_, model_, values_.symbols());
  program_.top = children_block(0);
  return std::move(program_);
}

CodeId Lowering::emit(Op op, NodeId at, std::uint32_t data, const std::vector<CodeId>& children,
                      std::uint8_t flag) {
  Code code;
  code.op = op;
  code.flag = flag;
  code.at = at;
  code.data = data;
  code.first = static_cast<std::uint32_t>(program_.children.size());
  code.count = static_cast<std::uint32_t>(children.size());
  program_.children.insert(program_.children.end(), children.begin(), children.end());
  program_.codes.push_back(code);
  return static_cast<CodeId>(program_.codes.size() - 1);
}

CodeId Lowering::constant(NodeId at, V value) {
  program_.constants.push_back(value);
  return emit(Op::constant, at, static_cast<std::uint32_t>(program_.constants.size() - 1), {});
}

CodeId Lowering::lower(NodeId n) {
  if (n == kNone || depth_ >= kMaxDepth) return 0;
  ++depth_;
  const Form f = form(n);
  const CodeId made = f != Form::none ? lower_form(n, f) : lower_role(n, model_.role(tree_, n));
  --depth_;
  return made;
}

CodeId Lowering::all_of(Op op, NodeId n) {
  std::vector<CodeId> parts;
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) continue;
    if (const CodeId part = lower(c); part != 0) parts.push_back(part);
  }
  if (parts.empty()) return 0;
  return parts.size() == 1 ? parts.front() : emit(op, n, parts);
}

CodeId Lowering::lower_form(NodeId n, Form f) {
  switch (f) {
    case Form::skip:
    case Form::none:
      return 0;
    case Form::sequence:
      return children_block(n);
    case Form::each:
      return each(n);
    case Form::count_loop:
    case Form::go_for:
      return tree_.child(n, fields_.left) != kNone ? each(n) : count_loop(n);
    case Form::while_loop:
    case Form::do_loop: {
      const NodeId condition = tree_.child(n, fields_.condition);
      const NodeId body = tree_.child(n, fields_.body);
      CodeId test = lower(condition);
      const std::string_view kind = tree_.kind_name(n);
      if (kind.starts_with("until") && test != 0) test = emit(Op::not_, n, {test});
      return emit(Op::while_, n, 0, {test, lower(body), 0}, f == Form::do_loop ? 1 : 0);
    }
    case Form::comprehension:
      return comprehension(n);
    case Form::with: {
      const NodeId value = tree_.child(n, fields_.value);
      const NodeId alias =
          value == kNone || !tree_.is(value, "as_pattern") ? kNone : tree_.child(value, "alias");
      if (alias == kNone) return lower(value);
      return emit(Op::assign, n, {target(tree_.named_child(alias, 0)), lower(tree_.named_child(value, 0))});
    }
    case Form::slice:
      return all_of(Op::any, n);
    case Form::assertion:
      return emit(Op::assert_, n, {lower(tree_.named_child(n, 0))});
    case Form::print:
      return print(n);
    case Form::shell:
      return emit(Op::call, n, symbol("`"), {0, string(n)});
    case Form::macro:
      return macro(n);
    case Form::heredoc:
      return heredoc(n);
    case Form::spread:
      return emit(Op::spread, n, {lower(tree_.named_child(n, 0))});
    case Form::map:
      return map(n);
    case Form::list:
    case Form::entry:
      return list(n);
    case Form::initialised:
      return initialised(n);
    case Form::declaration: {
      std::vector<CodeId> parts;
      const NodeId type = tree_.child(n, fields_.type);
      if (type != kNone && form(type) == Form::class_) lower(type);
      for (NodeId c : tree_.children(n)) {
        if (tree_.field(c) != fields_.declarator) continue;
        if (model_.role(tree_, c) == Role::variable) {
          parts.push_back(lower(c));
        } else if (!tree_.is(c, "function_declarator")) {
          if (const CodeId to = target(c); to != 0) {
            const bool array = tree_.kind_name(c) == "array_declarator";
            parts.push_back(
                emit(Op::declare, c, symbol(array ? "char[]" : simple_type_name(tree_.text(type))), {to}));
          }
        }
      }
      return emit(Op::block, n, parts);
    }
    case Form::out_operator: {
      const NodeId operand = tree_.named_child(n, 0);
      const CodeId place = operand == kNone ? 0 : target(operand);
      if (place == 0) return 0;
      // i++ is i = i + 1: what matters is that the value changes.
      const bool down = tree_.text(n).find("--") != std::string_view::npos;
      const CodeId one = constant(n, values_.number(1, true));
      const CodeId sum = emit(Op::binary, n, 0, {lower(operand), one},
                              static_cast<std::uint8_t>(down ? Binary::subtract : Binary::add));
      return emit(Op::assign, n, {place, sum});
    }
    case Form::address:
      return lower(tree_.named_child(n, 0));
    case Form::goto_:
      return emit(Op::goto_, n, symbol_of(tree_.named_child(n, 0)), {});
    case Form::label: {
      const NodeId label = tree_.named_child(n, 0);
      std::vector<CodeId> parts = {emit(Op::label, n, symbol_of(label), {})};
      for (NodeId c = label == kNone ? kNone : tree_.next_named_sibling(label); c != kNone;
           c = tree_.next_named_sibling(c))
        parts.push_back(lower(c));
      return emit(Op::block, n, parts);
    }
    case Form::class_:
      return class_(n);
    case Form::self:
      return emit(Op::self, n, {});
    case Form::yield:
      return lower(tree_.named_child(n, 0));
    case Form::let_condition: {
      const CodeId value = lower(tree_.child(n, fields_.value));
      const NodeId pattern = tree_.child(n, fields_.pattern);
      const CodeId to = pattern == kNone ? 0 : target(pattern);
      // The condition itself says nothing: both ways are possible.
      const CodeId bound = to == 0 ? value : emit(Op::assign, n, {to, value});
      return emit(Op::harmless, n, {bound});
    }
    case Form::pattern_match: {
      const NodeId value = tree_.named_child(n, 0);
      const NodeId holder = tree_.child(n, fields_.pattern) != kNone ? tree_.child(n, fields_.pattern) : n;
      const NodeId name = tree_.child(holder, fields_.name);
      const CodeId tested = lower(value);
      const CodeId bound =
          name == kNone ? tested : emit(Op::assign, n, {name_code(name, tree_.text(name)), tested});
      return emit(Op::harmless, n, {bound});
    }
    case Form::deferred:
      return lower(tree_.named_child(n, 0));
    case Form::method_reference: {
      const NodeId method = tree_.named_child(n, 1);
      if (method == kNone) return 0;
      return emit(Op::member, n, symbol_of(method), {lower(tree_.named_child(n, 0))});
    }
    case Form::super_call: {
      std::vector<CodeId> parts = {0};
      for (const CodeId one : arguments(tree_.child(n, fields_.arguments))) parts.push_back(one);
      return emit(Op::call, n, symbol("super"), parts);
    }
    case Form::nothing_value:
      return constant(n, values_.text(tree_.text(n).starts_with(':') ? tree_.text(n).substr(1) : ""));
    case Form::regex:
      return model_.role(tree_, n) == Role::string ? string(n) : text_constant(n, tree_.text(n));
    case Form::property_list:
    case Form::keyword:
    case Form::any:
    case Form::conversion:
    case Form::case_block:
      return all_of(Op::any, n);
  }
  return 0;
}

}  // namespace assay::analysis::taint
