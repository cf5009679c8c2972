#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "analysis/rules/conditions.hpp"
#include "analysis/rules/regex.hpp"

namespace assay::analysis {

/// A NodeTest bound to a grammar.
struct Conditions::Test {
  std::vector<KindId> kinds;
  std::vector<KindId> until;
  bool any_kind = true;
  FieldId field = 0;
  std::unique_ptr<Regex> text;
  std::unique_ptr<Regex> name;
  std::unique_ptr<Regex> resolve;
  std::optional<Query> query;
  Conditions where;
};

struct Conditions::Compiled {
  Predicate owned;  ///< scalars of the predicate; its nested parts are compiled below
  std::vector<std::unique_ptr<Regex>> regexes;
  std::unique_ptr<Test> node;
  Conditions children;
};

}  // namespace assay::analysis
