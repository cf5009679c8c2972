#include "analysis/taint/number_members.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ':' || text.front() == ' ')) text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// `Option<i64>` -> `i64`, `int?` -> `int`; other types as they are.
std::string_view without_optional(std::string_view type) {
  if (type.ends_with('?')) return type.substr(0, type.size() - 1);
  if (type.starts_with('?')) return type.substr(1);
  if (type.ends_with(" | None")) return type.substr(0, type.size() - std::string_view{" | None"}.size());
  for (const std::string_view wrapper : {"Option<", "Optional<", "Optional[", "Nullable<"}) {
    if (type.starts_with(wrapper)) return type.substr(wrapper.size(), type.size() - wrapper.size() - 1);
  }
  return type;
}

/// Looks through the declarations of one file.
class Declarations {
 public:
  Declarations(const Tree& tree, const Model& model, Symbols& symbols)
      : tree_(tree),
        symbols_(symbols),
        language_(model.language()),
        type_(tree.grammar().field("type")),
        name_(tree.grammar().field("name")),
        left_(tree.grammar().field("left")),
        parameters_(tree.grammar().field("parameters")),
        return_type_(tree.grammar().field("return_type")),
        returns_(tree.grammar().field("returns")) {}

  std::unordered_set<Symbol> all() {
    for (NodeId n = 0; n < tree_.size(); ++n) {
      if (tree_.is_named(n)) look_at(n, tree_.kind_name(n));
    }
    std::unordered_set<Symbol> out;
    for (const auto& [name, number] : is_number_) {
      if (number) out.insert(name);
    }
    return out;
  }

 private:
  void look_at(NodeId n, std::string_view kind) {
    if (kind == "field_declaration" || kind == "property_declaration" ||
        kind == "property_promotion_parameter") {
      field(n);
    } else if (kind == "method_declaration" || kind == "method_definition") {
      method(n);
    } else if (kind == "assignment" && language_ == core::Language::python) {
      if (in_class(n)) declared(tree_.child(n, type_), tree_.child(n, left_));
    } else if (kind == "record_declaration") {
      record(n);
    }
  }

  /// The names stand beside the type, or in declarators below it.
  void field(NodeId n) {
    const NodeId type = below(n, type_);
    for (NodeId d = n + 1; d < tree_.subtree_end(n); ++d) {
      const std::string_view kind = tree_.kind_name(d);
      if (d == type) {
        d = tree_.subtree_end(d) - 1;
      } else if (kind == "variable_declarator" || kind == "property_element") {
        const NodeId named = tree_.child(d, name_);
        declared(type, named == kNone ? tree_.named_child(d, 0) : named);
        d = tree_.subtree_end(d) - 1;
      } else if (tree_.field(d) == name_ && tree_.is_named(d)) {
        declared(type, d);
      }
    }
  }

  void method(NodeId n) {
    const NodeId parameters = tree_.child(n, parameters_);
    if (parameters == kNone || tree_.first_named_child(parameters) != kNone) return;
    NodeId type = tree_.child(n, type_);
    if (type == kNone) type = tree_.child(n, returns_);
    if (type == kNone) type = tree_.child(n, return_type_);
    declared(type, tree_.child(n, name_));
  }

  /// record Query(int Id, string Name)
  void record(NodeId n) {
    for (const NodeId list : tree_.named_children(n)) {
      const std::string_view kind = tree_.kind_name(list);
      if (kind != "parameter_list" && kind != "formal_parameters") continue;
      for (const NodeId one : tree_.named_children(list))
        declared(tree_.child(one, type_), tree_.child(one, name_));
    }
  }

  /// The first node in this field that is not inside a declarator.
  NodeId below(NodeId n, FieldId field) const {
    if (const NodeId direct = tree_.child(n, field); direct != kNone) return direct;
    const NodeId inner = tree_.child_of_kind(n, "variable_declaration");
    return inner == kNone ? kNone : tree_.child(inner, field);
  }

  bool in_class(NodeId n) const {
    NodeId p = tree_.parent(n);
    for (int steps = 0; steps < 2 && p != kNone && p != 0; ++steps) p = tree_.parent(p);
    return p != kNone && tree_.kind_name(p) == "class_definition";
  }

  void declared(NodeId type, NodeId name) {
    if (name == kNone) return;
    std::string_view text = tree_.text(name);
    if (text.starts_with('$')) text.remove_prefix(1);
    const bool number = type != kNone && is_declared_number(tree_.text(type));
    const auto [at, added] = is_number_.emplace(symbols_.intern(text), number);
    at->second = at->second && number;
  }

  const Tree& tree_;
  Symbols& symbols_;
  core::Language language_;
  FieldId type_, name_, left_, parameters_, return_type_, returns_;
  std::unordered_map<Symbol, bool> is_number_;
};

}  // namespace

bool is_number_type(std::string_view simple_name) {
  static constexpr std::string_view kTypes[] = {
      "int",      "Integer",  "long",    "Long",       "short",      "Short",     "float",    "Float",
      "double",   "Double",   "boolean", "Boolean",    "bool",       "byte",      "Byte",     "uint",
      "int32",    "int64",    "uint32",  "uint64",     "float32",    "float64",   "i8",       "i16",
      "i32",      "i64",      "i128",    "u8",         "u16",        "u32",       "u64",      "u128",
      "usize",    "isize",    "f32",     "f64",        "size_t",     "ssize_t",   "number",   "UUID",
      "Guid",     "Uuid",     "decimal", "BigDecimal", "BigInteger", "LocalDate", "DateTime", "DateOnly",
      "datetime", "int8",     "int16",   "uint8",      "uint16",     "unsigned",  "int32_t",  "uint32_t",
      "int64_t",  "uint64_t", "time_t"};
  return std::find(std::begin(kTypes), std::end(kTypes), simple_name) != std::end(kTypes);
}

bool is_declared_number(std::string_view type) {
  type = without_optional(trimmed(type));
  return type.find_first_of("[*<") == std::string_view::npos && is_number_type(simple_type_name(type));
}

std::unordered_set<Symbol> number_members(const Tree& tree, const Model& model, Symbols& symbols) {
  switch (model.language()) {
    case core::Language::python:  // models of the web frameworks convert what they are given, or refuse it
    case core::Language::java:
    case core::Language::csharp:
    case core::Language::go:
    case core::Language::rust:
    case core::Language::c:
    case core::Language::cpp:
    case core::Language::php:
      return Declarations{tree, model, symbols}.all();
    default:
      return {};
  }
}

}  // namespace assay::analysis::taint
