#include <algorithm>

#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {

CodeId Lowering::argument(NodeId n) {
  if (model_.role(tree_, n) == Role::argument) {
    const NodeId value = model_.first(tree_, n);
    const NodeId key = model_.second(tree_, n);
    if (value == kNone) return all_of(Op::any, n);
    if (key == kNone) return lower(value);
    std::string_view name = tree_.text(key);
    while (!name.empty() && (name.front() == ':' || name.front() == '"' || name.front() == '\''))
      name.remove_prefix(1);
    while (!name.empty() && (name.back() == ':' || name.back() == '"' || name.back() == '\''))
      name.remove_suffix(1);
    return emit(Op::keyword, n, symbol(name), {lower(value)});
  }
  return lower(n);
}

std::vector<CodeId> Lowering::arguments(NodeId list) {
  std::vector<CodeId> found;
  if (list == kNone) return found;
  if (model_.role(tree_, list) == Role::string || form(list) == Form::comprehension) return {lower(list)};
  for (NodeId c : tree_.children(list)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) continue;
    found.push_back(argument(c));
  }
  return found;
}

CodeId Lowering::call(NodeId n) {
  const Role r = model_.role(tree_, n);
  NodeId object = kNone;
  NodeId name = kNone;
  NodeId list = kNone;
  CodeId callee = 0;
  bool method = false;
  if (r == Role::method_call) {
    object = model_.first(tree_, n);
    name = model_.second(tree_, n);
    list = model_.third(tree_, n);
    method = object != kNone;
    callee = method ? lower(object) : 0;
  } else {
    const NodeId function = model_.strip(tree_, model_.first(tree_, n));
    list = model_.second(tree_, n);
    if (function != kNone && model_.role(tree_, function) == Role::member &&
        model_.second(tree_, function) != kNone) {
      object = model_.first(tree_, function);
      name = model_.second(tree_, function);
      while (model_.role(tree_, name) == Role::member && model_.second(tree_, name) != kNone) {
        name = model_.second(tree_, name);  // C++: a::b::c leans to the right
      }
      method = object != kNone;
      callee = method ? lower(object) : 0;
    } else {
      name = function;
      callee = lower(function);
    }
  }
  std::vector<CodeId> parts = {callee};
  for (const CodeId one : arguments(list)) parts.push_back(one);
  if (const NodeId block = tree_.child(n, fields_.block); block != kNone && fields_.block != 0) {
    parts.push_back(define_function(block, true));
  }
  std::string_view simple = name == kNone ? std::string_view{} : tree_.text(name);
  if (simple.size() > 100) simple = {};
  if (const std::size_t generic = simple.find('<'); generic != std::string_view::npos && generic > 0)
    simple = simple.substr(0, generic);
  return emit(Op::call, n, symbol(simple.substr(simple.find_last_of(".:\\") + 1)), parts, method ? 1 : 0);
}

CodeId Lowering::creation(NodeId n) {
  const NodeId type = model_.first(tree_, n);
  NodeId list = model_.second(tree_, n);
  if (list != kNone && (form(list) == Form::class_ || !tree_.is_named(list))) list = kNone;
  std::vector<CodeId> parts = {0};
  for (const CodeId one : arguments(list)) parts.push_back(one);
  const std::string_view name = type == kNone ? std::string_view{} : simple_type_name(tree_.text(type));
  CodeId made = emit(Op::create, n, symbol(name), parts);
  if (const NodeId initial = tree_.child(n, fields_.initializer);
      initial != kNone && fields_.initializer != 0) {
    made = emit(Op::initialise, n, {made, map(initial)});
  }
  for (NodeId c : tree_.children(n)) {  // Java: new T() { ... }
    if (tree_.is(c, "class_body")) {
      made = emit(Op::block, n, {class_(n), made});
      break;
    }
  }
  return made;
}

CodeId Lowering::print(NodeId n) {
  const std::string_view text = tree_.text(n);
  const std::size_t end = std::min(text.find_first_of(" \t\n(;\"'$"), text.size());
  std::vector<CodeId> parts = {0};
  for (const NodeId c : tree_.named_children(n)) {
    if (tree_.is(c, "sequence_expression")) {
      for (const NodeId one : tree_.named_children(c)) parts.push_back(lower(one));
    } else {
      parts.push_back(lower(c));
    }
  }
  return emit(Op::call, n, symbol(text.substr(0, end)), parts);
}

}  // namespace assay::analysis::taint
