#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/lang/model.hpp"
#include "analysis/names/names.hpp"
#include "analysis/taint/code.hpp"
#include "analysis/taint/forms.hpp"

namespace assay::analysis::taint {

/// Turns a file's tree into code. What a language has of its own ends here; what is not known becomes Op::any
/// of its parts, so that data still flows through it. Depth is bounded; what is deeper does nothing.
class Lowering {
 public:
  Lowering(const Tree& tree, const Model& model, const Names& names, Values& values);
  Program run();

 private:
  // lower.cpp: expressions
  CodeId lower(NodeId n);
  CodeId lower_form(NodeId n, Form form);
  CodeId lower_role(NodeId n, Role role);
  CodeId call(NodeId n);
  CodeId creation(NodeId n);
  CodeId member(NodeId n);
  CodeId subscript(NodeId n);
  CodeId binary(NodeId n);
  CodeId identifier(NodeId n);
  CodeId assignment(NodeId n, bool update);
  CodeId variable(NodeId n);
  CodeId all_of(Op op, NodeId n);
  std::vector<CodeId> arguments(NodeId list);
  CodeId argument(NodeId n);
  CodeId print(NodeId n);

  // lower_literals.cpp
  CodeId string(NodeId n);
  CodeId heredoc(NodeId n);
  CodeId number(NodeId n);
  CodeId list(NodeId n);
  CodeId array_of_size(NodeId n);
  CodeId map(NodeId n);
  CodeId map_key(NodeId key);
  CodeId initialised(NodeId n);
  CodeId macro(NodeId n);
  std::vector<CodeId> macro_arguments(NodeId tokens);
  CodeId macro_chain(const std::vector<NodeId>& tokens, std::size_t from, std::size_t to);
  CodeId format_holes(NodeId literal, std::string_view text);
  CodeId constant(NodeId at, V value);
  CodeId text_constant(NodeId at, std::string_view text) { return constant(at, values_.text(text)); }

  // lower_control.cpp
  CodeId if_(NodeId n);
  CodeId each(NodeId n);
  CodeId count_loop(NodeId n);
  CodeId comprehension(NodeId n);
  CodeId switch_(NodeId n);
  CodeId case_of(NodeId n);
  CodeId try_(NodeId n);
  CodeId block(const std::vector<NodeId>& statements, NodeId at);
  CodeId children_block(NodeId n);

  // lower_definitions.cpp
  CodeId target(NodeId n);
  CodeId define_function(NodeId n, bool lambda);
  void add_function(NodeId n, bool lambda);
  void add_parameters(Function& function, NodeId n);
  CodeId class_(NodeId n);
  CodeId fields_of(NodeId body);
  bool is_field(NodeId identifier) const;
  CodeId name_code(NodeId identifier, std::string_view name);
  VariableId variable_id(NodeId at, std::string_view name);
  NodeId type_around(NodeId n) const;

  CodeId emit(Op op, NodeId at, std::uint32_t data, const std::vector<CodeId>& children,
              std::uint8_t flag = 0);
  CodeId emit(Op op, NodeId at, const std::vector<CodeId>& children) { return emit(op, at, 0, children); }
  Form form(NodeId n) const {
    const KindId kind = tree_.kind(n);
    return kind < forms_.size() && tree_.is_named(n) ? forms_[kind] : Form::none;
  }
  Symbol symbol(std::string_view text) { return values_.symbols().intern(text); }
  Symbol symbol_of(NodeId n) { return n == kNone ? 0 : symbol(tree_.text(n)); }
  bool language(core::Language one) const { return model_.language() == one; }

  struct Fields {
    FieldId name, value, body, left, right, condition, initializer, init, initialize, increment, update,
        block, alternative, handler, finalizer, arguments, object, key, type, receiver, parameters, subscript,
        operator_, declarator, pattern, guard, default_value;
  };

  const Tree& tree_;
  const Model& model_;
  const Names& names_;
  Values& values_;
  const std::vector<Form>& forms_;
  Fields fields_;
  Program program_;
  std::unordered_map<std::uint64_t, VariableId> variable_of_;
  int depth_ = 0;
  int inside_functions_ = 0;
};

/// "List<String>" -> "List", "&mut std::vec::Vec" -> "Vec", "java.util.Map" -> "Map".
std::string_view simple_type_name(std::string_view type);

}  // namespace assay::analysis::taint
