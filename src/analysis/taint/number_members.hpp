#pragma once
#include <string_view>
#include <unordered_set>

#include "analysis/lang/model.hpp"
#include "analysis/taint/symbols.hpp"

namespace assay::analysis::taint {

/// True for the simple name of a type whose values are numbers, truth values, dates or ids of a fixed form:
/// none of them carries text.
bool is_number_type(std::string_view simple_name);

/// True for a type as it is written in the code, with what may be left out: `i64`, `Option<i64>`, `int?`, `:
/// int`. An array or a pointer is none.
bool is_declared_number(std::string_view type);

/// The names of fields, properties and methods without parameters that this file declares as numbers, and
/// nowhere as anything else. Whatever object it is read from, such a member is a number: the types of the
/// web's requests are mostly declared where they are used. Empty for languages whose declarations the running
/// program does not hold to.
std::unordered_set<Symbol> number_members(const Tree& tree, const Model& model, Symbols& symbols);

}  // namespace assay::analysis::taint
