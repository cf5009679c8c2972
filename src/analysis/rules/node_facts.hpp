#pragma once
#include <string>

#include "analysis/rules/conditions.hpp"

namespace assay::analysis {

/// The full name of a node: of what it calls where it is a call.
std::string full_name(const FileView& file, NodeId n);

/// The text of the statement or parameter that declares the variable `n`; empty where none does.
std::string declaration_text(const FileView& file, NodeId n);

/// A constant string or number, another literal, or a collection of such.
bool is_constant(const FileView& file, NodeId n);

}  // namespace assay::analysis
