#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/names/names.hpp"
#include "analysis/rules/rule.hpp"
#include "analysis/syntax/query.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// One file as rules see it. Everything refers to what outlives the analysis of the file.
struct FileView {
  const Tree& tree;
  const Model& model;
  const Names& names;
  std::string_view filename;
  bool sure_language = true;  ///< told or known from the name, not guessed from the content
  /// The text parsed as it stands, where `tree` was read as a part of something larger; otherwise `tree`.
  const Tree* written = nullptr;
};

/// The captures of a match by name, outer ones first.
struct Captures {
  NodeId root = kNone;
  std::vector<std::pair<std::string_view, NodeId>> nodes;

  NodeId first(std::string_view name) const;
};

/// The conditions of a rule, compiled for one grammar: queries parsed, regular expressions built on first
/// use. Thread-safe to evaluate.
class Conditions {
 public:
  /// invalid_argument for a bad regular expression, query or kind of node. `captures` are the names that
  /// exist. With `strict` regular expressions are built at once and kinds must exist in the grammar: for
  /// checking rules.
  static base::Result<Conditions> compile(const std::vector<Predicate>& predicates, const Grammar& grammar,
                                          const std::vector<std::string>& captures, bool strict);
  Conditions();
  Conditions(Conditions&&) noexcept;
  Conditions& operator=(Conditions&&) noexcept;
  ~Conditions();

  /// All of them hold.
  bool hold(const FileView& file, const Captures& captures) const;

  /// At least one of them holds.
  bool any_holds(const FileView& file, const Captures& captures) const;

  struct Compiled;
  struct Test;

 private:
  std::vector<std::unique_ptr<Compiled>> compiled_;
};

}  // namespace assay::analysis
