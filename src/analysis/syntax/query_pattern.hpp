#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/query.hpp"

namespace assay::analysis {

/// A node of a query's own syntax tree.
struct Query::Pattern {
  enum class Type { kind, any_named, any, missing, choice, group };
  enum class Times { once, optional, any, some };

  Type type = Type::any;
  Times times = Times::once;
  KindId kind = kNoKind;        ///< for Type::kind
  bool token = false;           ///< a "token", not a (named) node
  FieldId field = 0;            ///< the role required in the parent; 0 for any
  bool anchored = false;        ///< nothing between this one and the one before (or the parent's start);
                                ///< tokens count only where one of the two is a token
  bool anchored_end = false;    ///< the last child must be the last named one
  std::vector<FieldId> absent;  ///< !field
  std::vector<std::uint16_t> captures;
  std::vector<std::unique_ptr<Pattern>>
      children;  ///< of a node or group, in order; of a choice, its alternatives
};

struct ParsedQuery {
  std::vector<std::unique_ptr<Query::Pattern>> patterns;
  std::vector<std::string> capture_names;
};

base::Result<ParsedQuery> parse_query(const Grammar& grammar, std::string_view text);

}  // namespace assay::analysis
