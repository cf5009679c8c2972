#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_definition", Role::function, "name", "", "body"},
    {"command", Role::call, "name"},
    {"variable_name", Role::identifier},
    {"string", Role::string},
    {"raw_string", Role::string},
    {"command_substitution", Role::interpolation, "#0"},
    {"number", Role::number},
    {"comment", Role::comment},
    {"variable_assignment", Role::assignment, "name", "value"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"list", Role::binary, "#0", "#1"},
    {"compound_statement", Role::block},
    {"do_group", Role::block},
    {"if_statement", Role::if_, "condition"},
    {"elif_clause", Role::elif},
    {"else_clause", Role::else_},
    {"for_statement", Role::loop, "value", "body", "variable"},
    {"c_style_for_statement", Role::loop, "condition", "body", "initializer"},
    {"while_statement", Role::loop, "condition", "body"},
    {"case_statement", Role::switch_, "value"},
    {"case_item", Role::case_, "value"},
};

constexpr LanguageTable kTable{.language = core::Language::bash, .grammar = "bash", .shapes = kShapes};

}  // namespace

const LanguageTable& bash_table() { return kTable; }

}  // namespace assay::analysis
