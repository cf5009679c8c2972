#include "analysis/lang/model.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <mutex>

#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

using TableFunction = const LanguageTable& (*)();
constexpr std::array<TableFunction, 17> kTables = {
    python_table, javascript_table, typescript_table, tsx_table, java_table, go_table,
    c_table,      cpp_table,        csharp_table,     php_table, ruby_table, rust_table,
    kotlin_table, swift_table,      scala_table,      lua_table, bash_table};

const LanguageTable* find_table(core::Language language, bool tsx) {
  for (const TableFunction table : kTables) {
    if (table().language == language && (table().grammar == "tsx") == tsx) return &table();
  }
  for (const LanguageTable& table : data_tables()) {
    if (table.language == language) return &table;
  }
  return nullptr;
}

}  // namespace

const Model* Model::find(core::Language language, bool tsx) {
  const LanguageTable* table = find_table(language, tsx && language == core::Language::typescript);
  if (table == nullptr) return nullptr;
  static std::mutex mutex;
  static std::vector<std::unique_ptr<const Model>> models;
  const std::scoped_lock lock(mutex);
  for (const auto& model : models) {
    if (model->table_ == table) return model.get();
  }
  const Grammar* grammar = Grammar::find(table->grammar);
  if (grammar == nullptr) return nullptr;
  models.emplace_back(new Model(*table, *grammar));
  return models.back().get();
}

Model::Model(const LanguageTable& table, const Grammar& grammar)
    : table_(&table), grammar_(&grammar), declarator_field_(grammar.field("declarator")) {
  roles_.resize(grammar.kind_count());
  for (const Shape& shape : table.shapes) {
    const KindId kind = grammar.kind(shape.kind, true);
    if (kind == kNoKind) continue;
    roles_[kind] = {shape.role,
                    {parse_part(grammar, shape.first), parse_part(grammar, shape.second),
                     parse_part(grammar, shape.third)}};
  }
}

Model::Part Model::parse_part(const Grammar& grammar, std::string_view text) {
  if (text.empty()) return {};
  if (text.front() == '#') {
    std::uint16_t number = 0;
    std::from_chars(text.data() + 1, text.data() + text.size(), number);
    return {Where::named_child, number};
  }
  const bool in_parent = text.front() == '^';
  const FieldId field = grammar.field(in_parent ? text.substr(1) : text);
  if (field == 0) return {};
  return {in_parent ? Where::parent_field : Where::field, field};
}

NodeId Model::part(const Tree& tree, NodeId n, int index) const {
  const KindId kind = tree.kind(n);
  if (kind >= roles_.size()) return kNone;
  const Part& found = roles_[kind].parts[index];
  switch (found.where) {
    case Where::nowhere:
      return kNone;
    case Where::field:
      return tree.child(n, found.number);
    case Where::named_child:
      return tree.named_child(n, found.number);
    case Where::parent_field:
      return n == 0 ? kNone : tree.child(tree.parent(n), found.number);
  }
  return kNone;
}

NodeId Model::enclosing_function(const Tree& tree, NodeId n) const {
  for (NodeId p = tree.parent(n); p != kNone; p = tree.parent(p)) {
    if (is_function(tree, p)) return p;
  }
  return kNone;
}

NodeId Model::declared_name(const Tree& tree, NodeId declarator) const {
  NodeId n = declarator;
  for (int depth = 0; n != kNone && depth < 40; ++depth) {
    if (role(tree, n) == Role::identifier || tree.kind_name(n).ends_with("identifier")) return n;
    const NodeId inner = tree.child(n, declarator_field_);
    n = inner != kNone ? inner : tree.first_named_child(n);
  }
  return kNone;
}

std::string Model::function_name(const Tree& tree, NodeId function) const {
  NodeId name = first(tree, function);
  if (name != kNone) {
    if (const NodeId inner = tree.child(name, declarator_field_);
        inner != kNone || tree.kind_name(name).ends_with("declarator")) {
      // C: descend to the function's own declarator, so that `Foo::bar` keeps its qualifier.
      NodeId n = name;
      for (int depth = 0; depth < 40; ++depth) {
        const NodeId next = tree.child(n, declarator_field_);
        if (next == kNone) break;
        n = next;
      }
      name = n;
    }
    return std::string(tree.text(name));
  }
  NodeId holder = tree.parent(function);
  while (holder != kNone && role(tree, holder) == Role::parenthesis) holder = tree.parent(holder);
  if (holder != kNone) {
    const Role r = role(tree, holder);
    const NodeId left = r == Role::variable || r == Role::assignment || r == Role::argument
                            ? (r == Role::argument ? second(tree, holder) : first(tree, holder))
                            : kNone;
    if (left != kNone && tree.end(left) <= tree.start(function) && tree.text(left).size() <= 60) {
      return std::string(tree.text(left));
    }
  }
  return "<lambda>";
}

std::vector<NodeId> Model::parameters(const Tree& tree, NodeId function) const {
  NodeId list = second(tree, function);
  if (list == kNone) {
    std::vector<NodeId> found;
    for (NodeId c : tree.children(function)) {
      const std::string_view kind = tree.kind_name(c);
      if (role(tree, c) == Role::parameter) found.push_back(c);
      if (kind == "function_value_parameters" || kind == "lambda_parameters") list = c;
      if (tree.grammar().field_name(tree.field(c)) == "parameter") return {c};
    }
    if (list == kNone) return found;
  }
  // C and C++: the parameter list is inside the declarator.
  for (int depth = 0; depth < 40 && tree.kind_name(list).ends_with("declarator"); ++depth) {
    NodeId next = tree.child(list, "parameters");
    if (next == kNone) next = tree.child(list, declarator_field_);
    if (next == kNone) return {};
    list = next;
  }
  if (role(tree, list) == Role::identifier) return {list};
  std::vector<NodeId> found = tree.named_children(list);
  std::erase_if(
      found, [&](NodeId p) { return tree.text(p) == "void" || tree.text(p) == "*" || tree.text(p) == "/"; });
  return found;
}

std::vector<NodeId> Model::arguments(const Tree& tree, NodeId call) const {
  const Role r = role(tree, call);
  const NodeId list = r == Role::method_call ? third(tree, call) : second(tree, call);
  if (list == kNone) return {};
  return tree.named_children(list);
}

NodeId Model::strip(const Tree& tree, NodeId n) const {
  for (int depth = 0; n != kNone && depth < 40; ++depth) {
    const Role r = role(tree, n);
    if (r != Role::parenthesis && r != Role::cast && r != Role::wrapper && r != Role::argument &&
        r != Role::statement)
      break;
    const NodeId inner = first(tree, n);
    if (inner == kNone) break;
    n = inner;
  }
  return n;
}

std::string_view Model::operator_text(const Tree& tree, NodeId n) const {
  if (const NodeId op = third(tree, n); role(tree, n) == Role::binary && op != kNone) return tree.text(op);
  for (NodeId c : tree.children(n)) {
    if (!tree.is_named(c) && tree.text(c) != "(" && tree.text(c) != ")") return tree.text(c);
  }
  return {};
}

}  // namespace assay::analysis
