#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/tree.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// A node that a query captured. The same capture can occur several times in a match (quantifiers).
struct Capture {
  std::uint16_t name;  ///< index into Query::capture_names()
  NodeId node;
};

/// One match of one pattern.
struct Match {
  NodeId root;  ///< the node that the pattern's outermost parenthesis matched
  std::vector<Capture> captures;

  /// The first node with that capture; kNone if it took no part in the match.
  NodeId first(std::uint16_t name) const;
};

/// A query in tree-sitter's pattern language, matched on our flat Tree instead of by the C library: it costs
/// nothing to compile (the library needs 1-2 ms a pattern) and each node is tested only against patterns that
/// can start there.
///
/// Understood: (kind child*), (_), _, "anonymous", field: pattern, !field, [a b], (a b) groups, quantifiers ?
/// * +, anchors ".", (kind .) for a node without named children, captures @name, (ERROR), (MISSING). Not:
/// #predicates (rules have `where`), supertypes, quantifiers on the outermost node. As in the library,
/// children need not be adjacent, and each combination is one match; unlike there, a quantifier takes all it
/// can get, and extras such as comments never stand in the way of an anchor.
class Query {
 public:
  /// invalid_argument with what is wrong and where in the text. One text may hold several patterns:
  /// alternatives.
  static base::Result<Query> compile(const Grammar& grammar, std::string_view text);

  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  const std::vector<std::string>& capture_names() const { return capture_names_; }
  /// Index of a capture's name; -1 where the query has none of that name.
  int capture(std::string_view name) const;
  /// Kinds of node that a match can start at; empty means any named node.
  const std::vector<KindId>& root_kinds() const { return root_kinds_; }

  /// Calls `on_match` for every match that starts exactly at `node`, until it returns false. Work is bounded:
  /// after some 10,000 steps on one node the rest of its combinations is left out.
  void match_at(const Tree& tree, NodeId node, const std::function<bool(const Match&)>& on_match) const;

  struct Pattern;

 private:
  Query();
  std::vector<std::unique_ptr<Pattern>> patterns_;
  std::vector<std::string> capture_names_;
  std::vector<KindId> root_kinds_;
};

/// Asks the C library too whether the query is well-formed and can match anything at all in this grammar
/// ("impossible pattern"). Slow; for the build of the built-in rules and for tests of a user's own.
base::Result<void> check_query(const Grammar& grammar, std::string_view text);

}  // namespace assay::analysis
