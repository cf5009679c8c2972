#include <algorithm>

#include "analysis/taint/lower.hpp"
#include "analysis/taint/number_members.hpp"

namespace assay::analysis::taint {
namespace {

bool is_instance_word(std::string_view text) { return text == "self" || text == "cls" || text == "this"; }

}  // namespace

NodeId Lowering::type_around(NodeId n) const {
  for (NodeId p = tree_.parent(n); p != kNone && p != 0; p = tree_.parent(p)) {
    if (form(p) == Form::class_ || model_.role(tree_, p) == Role::type) return p;
    if (model_.role(tree_, p) == Role::creation) return p;  // Java's anonymous classes
    if (model_.is_function(tree_, p)) return kNone;
  }
  return kNone;
}

bool Lowering::is_field(NodeId identifier) const {
  if (!language(core::Language::java) && !language(core::Language::csharp) &&
      !language(core::Language::cpp) && !language(core::Language::kotlin) &&
      !language(core::Language::scala) && !language(core::Language::swift))
    return false;
  const auto* all = names_.definitions(identifier, tree_.text(identifier));
  if (all == nullptr) return false;
  const NodeId holder = all->front().holder;
  return !all->front().parameter && holder != kNone && names_.scope_of(holder) == 0 &&
         type_around(holder) != kNone;
}

VariableId Lowering::variable_id(NodeId at, std::string_view name) {
  const NodeId scope = names_.defining_scope(at, name);
  const Symbol s = symbol(name);
  const std::uint64_t key = (static_cast<std::uint64_t>(scope) << 32) | s;
  const auto [found, added] = variable_of_.emplace(key, static_cast<VariableId>(program_.variables.size()));
  if (added) program_.variables.push_back({scope, s});
  return found->second;
}

CodeId Lowering::name_code(NodeId identifier, std::string_view name) {
  return emit(Op::name, identifier, variable_id(identifier, name), {});
}

CodeId Lowering::define_function(NodeId n, bool lambda) {
  add_function(n, lambda);
  const CodeId value = emit(Op::lambda, n, n, {});
  if (lambda) return value;
  const NodeId type = type_around(n);
  Function& made = program_.functions[program_.function_of[n]];
  if (type == kNone && inside_functions_ > 0) made.entry = false;
  const NodeId name = model_.first(tree_, n);
  if (type != kNone || name == kNone) return 0;
  const NodeId id = model_.declared_name(tree_, name);
  if (id == kNone) return 0;
  // The function's own name is a variable of the scope around it.
  const NodeId outer = names_.scope_of(n);
  return emit(Op::define, n, variable_id(outer, tree_.text(id)), {value});
}

void Lowering::add_parameters(Function& function, NodeId n) {
  const bool method = function.type != kNone;
  bool first = true;
  std::vector<NodeId> list = model_.parameters(tree_, n);
  if (list.empty() && fields_.parameters != 0) {
    if (const NodeId holder = tree_.child(n, fields_.parameters); holder != kNone) {
      // One parameter without parentheses; Ruby's blocks.
      if (tree_.first_named_child(holder) == kNone) {
        list = {holder};
      } else {
        list = tree_.named_children(holder);
      }
    }
  }
  for (const NodeId p : list) {
    if (tree_.is_extra(p)) continue;
    const bool instance =
        first && is_instance_word(tree_.text(p).substr(0, tree_.text(p).find_first_of(":= ")));
    first = false;
    if ((instance && (method || language(core::Language::rust))) || tree_.is(p, "self_parameter")) continue;
    const std::string_view kind = tree_.kind_name(p);
    if (kind == "lifetime" || kind == "attribute_item" || kind == "keyword_separator") continue;
    Parameter made;
    made.node = p;
    made.rest = kind.find("variadic") != std::string_view::npos ||
                kind.find("splat") != std::string_view::npos || kind.find("rest") != std::string_view::npos ||
                kind == "spread_parameter";
    NodeId type = kNone;
    std::vector<NodeId> named = {p};
    if (model_.role(tree_, p) == Role::parameter) {
      type = model_.third(tree_, p);
      const NodeId fallback = model_.second(tree_, p);
      if (fallback != kNone) made.fallback = lower(fallback);
      // Go: a, b string
      if (language(core::Language::go)) {
        named.clear();
        for (NodeId c : tree_.children(p)) {
          if (tree_.field(c) == fields_.name && tree_.is_named(c)) named.push_back(c);
        }
        if (named.empty()) named = {p};
      }
    }
    if (type != kNone) made.number = is_declared_number(tree_.text(type));
    for (const NodeId one : named) {
      Parameter copy = made;
      copy.target = target(one);
      if (kind == "spread_parameter") {
        for (const NodeId c : tree_.named_children(p)) {
          if (model_.role(tree_, c) == Role::variable) copy.target = target(c);
        }
      }
      if (copy.target != 0) {
        const Code& code = program_.codes[copy.target];
        if (code.op == Op::name) copy.name = program_.variables[code.data].name;
        if (copy.rest && code.op == Op::spread) copy.target = program_.child(code, 0);
      }
      function.parameters.push_back(copy);
    }
  }
}

void Lowering::add_function(NodeId n, bool lambda) {
  if (program_.function_of.contains(n)) return;
  const auto index = static_cast<std::uint32_t>(program_.functions.size());
  program_.function_of.emplace(n, index);
  program_.functions.emplace_back();
  Function made;
  made.node = n;
  made.scope = n;
  made.lambda = lambda;
  made.entry = !lambda;
  made.type = lambda ? kNone : type_around(n);
  std::string name = model_.is_function(tree_, n) ? model_.function_name(tree_, n) : std::string();
  const std::size_t qualifier = name.rfind("::");
  if (qualifier != std::string::npos) {  // C++: Class::method
    const auto type =
        program_.class_named.find(symbol(simple_type_name(std::string_view(name).substr(0, qualifier))));
    if (type != program_.class_named.end()) made.type = type->second;
    name.erase(0, qualifier + 2);
  }
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos) name.erase(0, dot + 1);
  made.name = symbol(name);
  if (language(core::Language::go)) {
    const NodeId receiver = tree_.child(n, fields_.receiver);
    const NodeId p = receiver == kNone || fields_.receiver == 0 ? kNone : tree_.named_child(receiver, 0);
    if (p != kNone) {
      const NodeId id = tree_.child(p, fields_.name);
      const NodeId type = tree_.child(p, fields_.type);
      const auto known = type == kNone
                             ? program_.class_named.end()
                             : program_.class_named.find(symbol(simple_type_name(tree_.text(type))));
      if (known != program_.class_named.end()) {
        made.type = known->second;
        program_.classes[known->second].methods.emplace(made.name, n);
      }
      if (id != kNone) made.receiver = name_code(id, tree_.text(id));
    }
  }
  ++inside_functions_;
  const int depth = depth_;
  add_parameters(made, n);
  const NodeId body = model_.is_function(tree_, n) ? model_.third(tree_, n) : tree_.child(n, fields_.body);
  if (body != kNone) {
    made.body = lower(body);
  } else if (!model_.is_function(tree_, n)) {
    // Ruby's blocks in braces hold their statements themselves.
    std::vector<NodeId> statements;
    for (const NodeId c : tree_.named_children(n)) {
      if (tree_.field(c) != fields_.parameters || fields_.parameters == 0) statements.push_back(c);
    }
    made.body = block(statements, n);
  }
  depth_ = depth;
  --inside_functions_;
  if (!lambda && made.name != 0) program_.functions_named.emplace(made.name, n);
  if (made.type != kNone) {
    if (const auto type = program_.classes.find(made.type); type != program_.classes.end())
      type->second.methods.emplace(made.name, n);
  }
  program_.functions[index] = std::move(made);
}

CodeId Lowering::fields_of(NodeId body) {
  // What the fields are declared with, as assignments to this.
  std::vector<CodeId> parts;
  const auto assign = [&](NodeId at, NodeId name, CodeId value) {
    if (name == kNone || value == 0) return;
    std::string_view text = tree_.text(name);
    if (text.starts_with('$')) text.remove_prefix(1);
    parts.push_back(
        emit(Op::assign, at, {emit(Op::member, at, symbol(text), {emit(Op::self, at, {})}), value}));
  };
  for (NodeId c : tree_.children(body)) {
    if (!tree_.is_named(c)) continue;
    const std::string_view kind = tree_.kind_name(c);
    if (kind == "field_definition" || kind == "public_field_definition") {
      const NodeId name = tree_.named_child(c, 0);
      const NodeId value = tree_.child(c, fields_.value);
      assign(c, name, value == kNone ? 0 : lower(value));
      continue;
    }
    if (kind == "property_declaration" && language(core::Language::csharp)) {
      const NodeId value = tree_.child(c, fields_.value);
      assign(c, tree_.child(c, fields_.name), value == kNone ? 0 : lower(value));
      continue;
    }
    if (kind == "field_declaration" || kind == "property_declaration" || kind == "expression_statement" ||
        kind == "const_declaration" || kind == "declaration") {
      for (NodeId d = c; d < tree_.subtree_end(c); ++d) {
        const Role r = model_.role(tree_, d);
        if (r == Role::function || r == Role::lambda || r == Role::type) {
          d = tree_.subtree_end(d) - 1;
          continue;
        }
        if (r == Role::variable || (r == Role::assignment && kind == "expression_statement")) {
          NodeId value = model_.second(tree_, d);
          NodeId name = model_.first(tree_, d);
          if (name != kNone && value == name) value = kNone;
          const NodeId id = name == kNone ? kNone : model_.declared_name(tree_, name);
          const NodeId type = model_.third(tree_, d);
          if (value != kNone && tree_.is_named(value)) {
            assign(d, id, lower(value));
          } else if (type != kNone && id != kNone) {
            parts.push_back(emit(Op::declare, d, symbol(simple_type_name(tree_.text(type))),
                                 {emit(Op::member, d, symbol_of(id), {emit(Op::self, d, {})})}));
          }
          d = tree_.subtree_end(d) - 1;
        } else if (tree_.is(d, "property_element")) {
          const NodeId value = tree_.named_child(d, 1);
          assign(d, tree_.named_child(d, 0), value == kNone ? 0 : lower(value));
        }
      }
    }
  }
  return parts.empty() ? 0 : emit(Op::block, body, parts);
}

CodeId Lowering::class_(NodeId n) {
  if (program_.classes.contains(n)) return 0;
  Class made;
  made.node = n;
  NodeId body = tree_.child(n, fields_.body);
  NodeId name = tree_.child(n, fields_.name);
  if (tree_.is(n, "impl_item")) name = tree_.child(n, fields_.type);
  if (model_.role(tree_, n) == Role::creation) {
    name = kNone;
    body = tree_.child_of_kind(n, "class_body");
    made.bases.push_back(symbol(simple_type_name(tree_.text(model_.first(tree_, n)))));
  }
  const std::string_view text = name == kNone ? std::string_view{} : simple_type_name(tree_.text(name));
  made.name = symbol(text);
  for (NodeId c : tree_.children(n)) {
    const std::string_view kind = tree_.kind_name(c);
    const std::string_view field = tree_.grammar().field_name(tree_.field(c));
    if (kind != "class_heritage" && field != "superclass" && field != "superclasses" && kind != "base_list" &&
        kind != "base_class_clause" && kind != "base_clause" && field != "interfaces" &&
        kind != "class_interface_clause" && kind != "super_interfaces")
      continue;
    for (NodeId d = c; d < tree_.subtree_end(c); ++d) {
      if (tree_.first_named_child(d) == kNone && tree_.is_named(d)) made.bases.push_back(symbol_of(d));
    }
  }
  NodeId node = n;
  if (made.name != 0) {
    const auto [known, added] = program_.class_named.emplace(made.name, n);
    // Rust: further impl blocks of a type are parts of it.
    if (!added && (tree_.is(n, "impl_item") || language(core::Language::ruby))) node = known->second;
  }
  if (node == n) program_.classes.emplace(n, std::move(made));
  if (body == kNone) return 0;
  const int inside = inside_functions_;
  inside_functions_ = 0;
  program_.classes[node].fields = fields_of(body);
  std::vector<NodeId> members = {body};
  // Methods may stand behind decorators, templates or access specifiers.
  for (NodeId d = body + 1; d < tree_.subtree_end(body); ++d) {
    const Role r = model_.role(tree_, d);
    if (form(d) == Form::class_ || r == Role::type) {
      class_(d);
      d = tree_.subtree_end(d) - 1;
    } else if (r == Role::function) {
      add_function(d, false);
      const Function& function = program_.functions[program_.function_of[d]];
      const Symbol method = function.name;
      Class& owner = program_.classes[node];
      owner.methods.emplace(method, d);
      const std::string_view m = values_.symbols().text(method);
      if (m == "__init__" || m == "constructor" || m == "__construct" || m == "initialize" ||
          (!text.empty() && m == text && !language(core::Language::go)))
        owner.constructor = owner.constructor == kNone ? d : owner.constructor;
      d = tree_.subtree_end(d) - 1;
    } else if (r == Role::lambda) {
      d = tree_.subtree_end(d) - 1;
    } else if (tree_.is(d, "static_initializer") || tree_.is(d, "class_static_block")) {
      d = tree_.subtree_end(d) - 1;
    }
  }
  inside_functions_ = inside;
  return 0;
}

}  // namespace assay::analysis::taint
