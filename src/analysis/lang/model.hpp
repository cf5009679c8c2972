#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/lang/shape.hpp"
#include "analysis/syntax/tree.hpp"

namespace assay::analysis {

/// A LanguageTable bound to the numbers of its grammar. Immutable, lives as long as the process, thread-safe.
class Model {
 public:
  /// Null for automatic alone. `tsx` chooses the variant of TypeScript with JSX.
  static const Model* find(core::Language language, bool tsx = false);

  core::Language language() const { return table_->language; }
  const Grammar& grammar() const { return *grammar_; }
  const LanguageTable& table() const { return *table_; }

  Role role(const Tree& tree, NodeId n) const {
    const KindId kind = tree.kind(n);
    return kind < roles_.size() && tree.is_named(n) ? roles_[kind].role : Role::none;
  }
  bool has_role(const Tree& tree, NodeId n, Role wanted) const { return role(tree, n) == wanted; }
  /// The parts that the role's comment names; kNone where the shape or the node has none.
  NodeId first(const Tree& tree, NodeId n) const { return part(tree, n, 0); }
  NodeId second(const Tree& tree, NodeId n) const { return part(tree, n, 1); }
  NodeId third(const Tree& tree, NodeId n) const { return part(tree, n, 2); }

  /// A function or lambda.
  bool is_function(const Tree& tree, NodeId n) const {
    const Role r = role(tree, n);
    return r == Role::function || r == Role::lambda;
  }
  bool is_call(const Tree& tree, NodeId n) const {
    const Role r = role(tree, n);
    return r == Role::call || r == Role::method_call || r == Role::creation;
  }
  /// The nearest function or lambda around `n` (not `n` itself); kNone at the top of the file.
  NodeId enclosing_function(const Tree& tree, NodeId n) const;
  /// The identifier that a declarator such as `*argv[]` or a pattern with one name declares; kNone for none.
  NodeId declared_name(const Tree& tree, NodeId declarator) const;
  /// The name of a function or type, "<lambda>" where it has none; a lambda takes the name of what it is
  /// assigned to.
  std::string function_name(const Tree& tree, NodeId function) const;
  /// The parameters of a function, each as written (a bare identifier or a node with Role::parameter).
  std::vector<NodeId> parameters(const Tree& tree, NodeId function) const;
  /// The arguments of a call, wrappers such as keyword arguments included.
  std::vector<NodeId> arguments(const Tree& tree, NodeId call) const;
  /// Looks through parentheses, casts, await and argument wrappers.
  NodeId strip(const Tree& tree, NodeId n) const;
  /// The operator of a binary or unary node as written: "&&", "and", "==" …
  std::string_view operator_text(const Tree& tree, NodeId n) const;

 private:
  enum class Where : std::uint8_t { nowhere, field, named_child, parent_field };
  struct Part {
    Where where = Where::nowhere;
    std::uint16_t number = 0;
  };
  struct Entry {
    Role role = Role::none;
    Part parts[3];
  };

  Model(const LanguageTable& table, const Grammar& grammar);
  NodeId part(const Tree& tree, NodeId n, int index) const;
  static Part parse_part(const Grammar& grammar, std::string_view text);

  const LanguageTable* table_;
  const Grammar* grammar_;
  std::vector<Entry> roles_;
  FieldId declarator_field_;
};

}  // namespace assay::analysis
