#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {
namespace {

Binary binary_of(std::string_view op, core::Language language) {
  using core::Language;
  if (op == "+") return Binary::add;
  if (op == "." || op == ".." || op == "~" ||
      (op == "&" && language != Language::c && language != Language::cpp && language == Language::kotlin))
    return Binary::concat;
  if (op == "%") {
    return language == Language::python || language == Language::ruby ? Binary::format : Binary::modulo;
  }
  if (op == "<<") {
    return language == Language::ruby || language == Language::cpp ? Binary::push : Binary::other;
  }
  if (op == ">>" && language == Language::cpp) return Binary::push;
  if (op == "-") return Binary::subtract;
  if (op == "*") return Binary::multiply;
  if (op == "/" || op == "//") return Binary::divide;
  if (op == "==" || op == "===" || op == "is" || op == "eq") return Binary::equal;
  if (op == "!=" || op == "!==" || op == "is not" || op == "<>") return Binary::not_equal;
  if (op == "<") return Binary::less;
  if (op == "<=") return Binary::less_equal;
  if (op == ">") return Binary::greater;
  if (op == ">=") return Binary::greater_equal;
  if (op == "&&" || op == "and") return Binary::and_;
  if (op == "||" || op == "or") return Binary::or_;
  if (op == "??" || op == "?:") return Binary::coalesce;
  if (op == "in") return Binary::in;
  if (op == "not in") return Binary::not_in;
  if (op == "=~") return Binary::matches;
  return Binary::other;
}

}  // namespace

CodeId Lowering::binary(NodeId n) {
  const std::string_view op = model_.operator_text(tree_, n);
  const Binary kind = binary_of(op, model_.language());
  const NodeId left = model_.first(tree_, n);
  const NodeId right = model_.second(tree_, n);
  // A long chain of the same operator leans to the left: walk down it instead of recursing.
  if (kind == Binary::add || kind == Binary::concat || kind == Binary::push || kind == Binary::or_ ||
      kind == Binary::and_) {
    std::vector<NodeId> chain = {n};
    NodeId first = left;
    while (first != kNone && model_.role(tree_, first) == Role::binary &&
           binary_of(model_.operator_text(tree_, first), model_.language()) == kind) {
      chain.push_back(first);
      first = model_.first(tree_, first);
    }
    CodeId value = lower(first);
    for (std::size_t i = chain.size(); i-- > 0;) {
      value = emit(Op::binary, chain[i], 0, {value, lower(model_.second(tree_, chain[i]))},
                   static_cast<std::uint8_t>(kind));
    }
    return value;
  }
  return emit(Op::binary, n, 0, {lower(left), lower(right)}, static_cast<std::uint8_t>(kind));
}

CodeId Lowering::assignment(NodeId n, bool update) {
  const NodeId left = model_.first(tree_, n);
  const NodeId right = model_.second(tree_, n);
  if (left == kNone) return 0;
  std::string_view op;
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) && tree_.text(c).ends_with('=')) op = tree_.text(c);
  }
  // Some grammars have one kind for = and +=.
  if (op.size() >= 2 && op != ":=" && op != "==") update = true;
  if (right == kNone) return 0;
  const auto single = [this](NodeId list) {
    return tree_.is(list, "expression_list") && tree_.named_child_count(list) == 1
               ? tree_.named_child(list, 0)
               : list;
  };
  const NodeId place = single(left);
  // Go: a, b = f() keeps its list on the left alone.
  const NodeId value = single(right);
  if (!update) {
    const CodeId made = lower(value);
    return emit(Op::assign, n, {target(place), made});
  }
  const std::string_view base = op.substr(0, op.empty() ? 0 : op.size() - 1);
  const CodeId old = lower(place);
  const CodeId added = lower(value);
  if (base == "||" || base == "??" || base == "&&" || base == "or") {
    return emit(Op::assign, n, {target(place), emit(Op::any, n, {old, added})});
  }
  const CodeId sum =
      emit(Op::binary, n, 0, {old, added}, static_cast<std::uint8_t>(binary_of(base, model_.language())));
  return emit(Op::assign, n, 0, {target(place), sum}, 1);
}

CodeId Lowering::variable(NodeId n) {
  const NodeId name = model_.first(tree_, n);
  if (name == kNone) return 0;
  NodeId value = model_.second(tree_, n);
  if (value == name) value = kNone;
  const CodeId to = target(name);
  const NodeId type = model_.third(tree_, n);
  if (value == kNone || !tree_.is_named(value)) {
    if (type == kNone || to == 0) return 0;
    return emit(Op::declare, n, symbol(simple_type_name(tree_.text(type))), {to});
  }
  if (tree_.is(value, "expression_list") && tree_.named_child_count(value) == 1)
    value = tree_.named_child(value, 0);
  // C++: T name(arguments), T name{arguments}
  if (tree_.is(value, "argument_list") || (tree_.is(value, "initializer_list") && type != kNone &&
                                           (language(core::Language::cpp) || language(core::Language::c)))) {
    if (tree_.is(value, "argument_list")) {
      std::vector<CodeId> parts = {0};
      for (const CodeId one : arguments(value)) parts.push_back(one);
      const std::string_view made = type == kNone ? std::string_view{} : simple_type_name(tree_.text(type));
      return emit(Op::assign, n, {to, emit(Op::create, n, symbol(made), parts)});
    }
  }
  return emit(Op::assign, n, {to, lower(value)});
}

}  // namespace assay::analysis::taint
