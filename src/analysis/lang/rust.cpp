#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_item", Role::function, "name", "parameters", "body"},
    {"closure_expression", Role::lambda, "", "parameters", "body"},
    {"struct_item", Role::type, "name", "", "body"},
    {"enum_item", Role::type, "name", "", "body"},
    {"trait_item", Role::type, "name", "", "body"},
    {"impl_item", Role::type, "type", "", "body"},
    {"call_expression", Role::call, "function", "arguments"},
    {"macro_invocation", Role::call, "macro", "#1"},
    {"field_expression", Role::member, "value", "field"},
    {"scoped_identifier", Role::member, "path", "name"},
    {"index_expression", Role::subscript, "#0", "#1"},
    {"identifier", Role::identifier},
    {"string_literal", Role::string},
    {"raw_string_literal", Role::string},
    {"char_literal", Role::literal},
    {"integer_literal", Role::number},
    {"float_literal", Role::number},
    {"boolean_literal", Role::literal},
    {"line_comment", Role::comment},
    {"block_comment", Role::comment},
    {"assignment_expression", Role::assignment, "left", "right"},
    {"compound_assignment_expr", Role::update, "left", "right"},
    {"let_declaration", Role::variable, "pattern", "value", "type"},
    {"const_item", Role::variable, "name", "value", "type"},
    {"static_item", Role::variable, "name", "value", "type"},
    {"parameter", Role::parameter, "pattern", "", "type"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"unary_expression", Role::unary, "#0"},
    {"reference_expression", Role::wrapper, "value"},
    {"await_expression", Role::wrapper, "#0"},
    {"try_expression", Role::wrapper, "#0"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"type_cast_expression", Role::cast, "value", "type"},
    {"array_expression", Role::collection},
    {"tuple_expression", Role::collection},
    {"block", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_expression", Role::if_, "condition", "consequence", "alternative"},
    {"else_clause", Role::else_},
    {"for_expression", Role::loop, "value", "body", "pattern"},
    {"while_expression", Role::loop, "condition", "body"},
    {"loop_expression", Role::loop, "", "body"},
    {"match_expression", Role::switch_, "value", "body"},
    {"match_arm", Role::case_, "pattern"},
    {"return_expression", Role::return_, "#0"},
    {"break_expression", Role::break_},
    {"continue_expression", Role::continue_},
    {"use_declaration", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::rust, .grammar = "rust", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& rust_table() { return kTable; }

}  // namespace assay::analysis
