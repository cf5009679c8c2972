#include <string_view>
#include <unordered_map>

#include "analysis/checks/checks.hpp"
#include "analysis/checks/test_file.hpp"

namespace assay::analysis {
namespace {

/// C++ objects that work by being there (locks, timers) have class types; only plain values can be called
/// unused.
bool plain_type(const CheckContext& context, NodeId holder) {
  const core::Language language = context.file.model.language();
  if (language != core::Language::cpp && language != core::Language::rust) return true;
  const NodeId declaration = context.file.tree.parent(holder);
  const NodeId type = declaration == kNone ? kNone : context.file.tree.child(declaration, "type");
  if (type == kNone) return false;
  const std::string_view kind = context.file.tree.kind_name(type);
  return kind == "primitive_type" || kind == "sized_type_specifier";
}

/// The function can reach its variables by name at run time.
bool reads_by_name(std::string_view body) {
  for (const std::string_view word :
       {"locals()", "eval(", "exec(", "vars()", "compact(", "extract(", "$$", "binding"}) {
    if (body.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// `_x`, `unusedResult`, `dummy`: whoever calls a variable so knows that nobody reads it.
bool meant_to_be_unused(std::string_view name) {
  for (const std::string_view word : {"_", "unused", "ignore", "dummy", "junk"}) {
    if (name.starts_with(word)) return true;
  }
  return false;
}

/// Where variables are declared, assigning to a name that this function does not declare is setting a field.
bool must_be_declared(core::Language language) {
  switch (language) {
    case core::Language::java:
    case core::Language::csharp:
    case core::Language::c:
    case core::Language::cpp:
    case core::Language::javascript:
    case core::Language::typescript:
      return true;
    default:
      return false;
  }
}

/// Java: `@SuppressWarnings("unused")` at the declaration or at something around it.
bool is_suppressed(const CheckContext& context, NodeId n) {
  const Tree& tree = context.file.tree;
  if (context.file.model.language() != core::Language::java) return false;
  for (; n != kNone; n = tree.parent(n)) {
    const NodeId modifiers = tree.child_of_kind(n, "modifiers");
    if (modifiers == kNone) continue;
    const std::string_view text = tree.text(modifiers);
    if (text.find("@SuppressWarnings") != std::string_view::npos &&
        (text.find("\"unused\"") != std::string_view::npos || text.find("\"all\"") != std::string_view::npos))
      return true;
  }
  return false;
}

}  // namespace

/// A local variable that gets a value and is never read in its function. Loop variables, unpacking, names
/// that begin with "_" and everything at the top of the file or in a class are left alone.
void check_unused_variable(const CheckContext& context) {
  if (is_test_file(context.file.filename)) return;  // there a call alone is a test
  const Tree& tree = context.file.tree;
  const Model& model = context.file.model;
  for (NodeId function = 0; function < tree.size(); ++function) {
    if (model.role(tree, function) != Role::function || tree.has_error(function)) continue;
    if (reads_by_name(tree.text(function))) continue;
    // How often each word occurs among the leaves of the function.
    std::unordered_map<std::string_view, int> occurrences;
    for (NodeId n = function; n < tree.subtree_end(function); ++n) {
      if (tree.first_child(n) == kNone || model.role(tree, n) == Role::identifier) {
        const NodeId above = tree.parent(n);
        const bool part_of_identifier = above != kNone && model.role(tree, above) == Role::identifier;
        if (!part_of_identifier) ++occurrences[tree.text(n)];
      }
    }
    for (NodeId n = function + 1; n < tree.subtree_end(function); ++n) {
      const Role r = model.role(tree, n);
      if (r == Role::function || r == Role::type) {
        n = tree.subtree_end(n) - 1;
        continue;
      }
      if (r != Role::variable && (r != Role::assignment || must_be_declared(model.language()))) continue;
      const NodeId target = model.first(tree, n);
      const NodeId value = model.second(tree, n);
      if (target == kNone || value == kNone || model.role(tree, value) == Role::lambda ||
          !plain_type(context, n))
        continue;
      NodeId name = target;
      if (tree.is(target, "pointer_declarator") || tree.is(target, "array_declarator"))
        name = model.declared_name(tree, target);
      if (name == kNone || model.role(tree, name) != Role::identifier || meant_to_be_unused(tree.text(name)))
        continue;
      const std::vector<Definition>* all = context.file.names.definitions(n, tree.text(name));
      if (all == nullptr || all->size() != 1 || all->front().parameter || all->front().name != name) continue;
      if (context.file.names.scope_of(name) == 0 || occurrences[tree.text(name)] != 1) continue;
      if (tree.is(tree.parent(n), "resource_specification") || tree.is(n, "resource")) continue;
      if (tree.is(tree.parent(tree.parent(n)), "using_statement")) continue;  // what it does is to be there
      if (tree.is(n, "named_expression") || is_suppressed(context, n)) continue;
      Findings::Extra extra;
      extra.values.emplace_back("name", std::string(tree.text(name)));
      context.findings.add(context.rule, name, Captures{name, {}}, extra);
    }
  }
}

}  // namespace assay::analysis
