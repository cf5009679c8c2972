#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/lang/model.hpp"
#include "analysis/syntax/tree.hpp"

namespace assay::analysis {

/// One place where a name gets a value or a type.
struct Definition {
  NodeId name = kNone;    ///< the identifier
  NodeId value = kNone;   ///< what it is set to; kNone where that can't be told (parameter, loop, unpacking)
  NodeId type = kNone;    ///< its declared type
  NodeId holder = kNone;  ///< the declaration, assignment or parameter
  bool parameter = false;
};

/// What an import brings into the file.
struct Imported {
  std::string local;      ///< empty: nothing but the module itself (wildcards, #include)
  std::string qualified;  ///< "subprocess.run", "java.sql.Statement", "net/http"
};

/// Names of one file: what imports, aliases, declared types and constants say about an expression. Scopes are
/// functions; blocks only matter for declared types. Refers to the tree. Thread-safe to read.
class Names {
 public:
  Names(const Tree& tree, const Model& model);

  /// The full name of an expression, seen through imports, aliases and variables that are set once:
  ///   sp.run with `import subprocess as sp`  -> "subprocess.run"
  ///   cur.execute with `cur = sqlite3.connect(p).cursor()` -> "sqlite3.connect().cursor().execute"
  ///   st.executeQuery with `Statement st` -> "java.sql.Statement.executeQuery"
  ///   new Foo(x) -> "Foo",  a[i] -> "a[]",  'x'.join -> "<string>.join",  A::b -> "A.b",  self.x -> "self.x"
  /// Empty where an expression has no name (arithmetic, conditions …).
  std::string resolve(NodeId expression) const;

  /// The value of an identifier that is set exactly once in its function (or file); kNone otherwise.
  NodeId single_value(NodeId identifier) const;
  /// Every definition of that name visible at the node: those of the nearest function around it that has any,
  /// or of the file.
  const std::vector<Definition>* definitions(NodeId at, std::string_view name) const;
  /// The scope that those definitions are in: a function, or 0 for the file (also where there are none).
  NodeId defining_scope(NodeId at, std::string_view name) const;
  /// The declared type's full name without type arguments, pointers and references; empty for none.
  std::string declared_type(NodeId identifier) const;

  /// The value of a constant string: literals without interpolation, concatenations, names of constants.
  std::optional<std::string> string_value(NodeId expression) const;
  /// The value of a constant number: literals, arithmetic, names of constants.
  std::optional<double> number_value(NodeId expression) const;

  /// Everything that the file imports.
  const std::vector<Imported>& imports() const { return imports_; }
  /// The functions and methods of the file with that simple name.
  std::vector<NodeId> functions(std::string_view name) const;

  /// The function that a node is in (0 for none): the scope of its names.
  NodeId scope_of(NodeId n) const { return scopes_[n]; }

 private:
  struct Key {
    NodeId scope;
    std::string_view name;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>{}(key.name) ^
             (static_cast<std::size_t>(key.scope) * 0x9E3779B97F4A7C15ULL);
    }
  };

  void collect();
  void define(NodeId target, NodeId value, NodeId type, NodeId holder, bool parameter);
  void define_parameters(NodeId function);
  std::string resolve(NodeId expression, int depth) const;
  std::string resolve_identifier(NodeId identifier, int depth) const;
  std::string resolve_type(NodeId type) const;
  std::optional<std::string> string_value(NodeId expression, int depth) const;
  std::optional<double> number_value(NodeId expression, int depth) const;
  const std::string* imported(std::string_view name) const;

  const Tree& tree_;
  const Model& model_;
  std::vector<NodeId> scopes_;
  std::vector<Imported> imports_;
  std::unordered_map<std::string_view, std::size_t> import_of_;
  std::unordered_map<Key, std::vector<Definition>, KeyHash> definitions_;
  std::unordered_multimap<std::string, NodeId> functions_;
};

/// The imports of a file, language by language.
std::vector<Imported> collect_imports(const Tree& tree, const Model& model);

/// The content of a string literal: quotes and prefixes removed, common escapes decoded. Nothing where it has
/// interpolations.
std::optional<std::string> literal_content(const Tree& tree, const Model& model, NodeId literal);

}  // namespace assay::analysis
