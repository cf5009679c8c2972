#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_declaration", Role::function, "name", "parameters", "body"},
    {"function_definition", Role::lambda, "", "parameters", "body"},
    {"function_call", Role::call, "name", "arguments"},
    {"dot_index_expression", Role::member, "table", "field"},
    {"method_index_expression", Role::member, "table", "method"},
    {"bracket_index_expression", Role::subscript, "table", "field"},
    {"identifier", Role::identifier},
    {"string", Role::string},
    {"number", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"nil", Role::literal},
    {"comment", Role::comment},
    {"assignment_statement", Role::assignment, "#0", "#1"},
    {"binary_expression", Role::binary, "left", "right"},
    {"unary_expression", Role::unary, "operand"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"table_constructor", Role::collection},
    {"block", Role::block},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"elseif_statement", Role::elif, "condition", "consequence"},
    {"else_statement", Role::else_},
    {"for_statement", Role::loop, "clause", "body"},
    {"while_statement", Role::loop, "condition", "body"},
    {"repeat_statement", Role::loop, "condition", "body"},
    {"return_statement", Role::return_, "#0"},
    {"break_statement", Role::break_},
    {"goto_statement", Role::goto_},
};

constexpr LanguageTable kTable{.language = core::Language::lua, .grammar = "lua", .shapes = kShapes};

}  // namespace

const LanguageTable& lua_table() { return kTable; }

}  // namespace assay::analysis
