#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_declaration", Role::function, "name", "parameters", "body"},
    {"method_declaration", Role::function, "name", "parameters", "body"},
    {"func_literal", Role::lambda, "", "parameters", "body"},
    {"type_spec", Role::type, "name", "", "type"},
    {"call_expression", Role::call, "function", "arguments"},
    {"composite_literal", Role::creation, "type", "body"},
    {"selector_expression", Role::member, "operand", "field"},
    {"index_expression", Role::subscript, "operand", "index"},
    {"slice_expression", Role::wrapper, "operand"},
    {"identifier", Role::identifier},
    {"interpreted_string_literal", Role::string},
    {"raw_string_literal", Role::string},
    {"rune_literal", Role::literal},
    {"int_literal", Role::number},
    {"float_literal", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"nil", Role::literal},
    {"comment", Role::comment},
    {"assignment_statement", Role::assignment, "left", "right"},
    {"short_var_declaration", Role::assignment, "left", "right"},
    {"var_spec", Role::variable, "name", "value", "type"},
    {"const_spec", Role::variable, "name", "value", "type"},
    {"parameter_declaration", Role::parameter, "name", "", "type"},
    {"variadic_parameter_declaration", Role::parameter, "name", "", "type"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"unary_expression", Role::unary, "operand"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"type_conversion_expression", Role::cast, "operand", "type"},
    {"type_assertion_expression", Role::cast, "operand", "type"},
    {"literal_value", Role::collection},
    {"keyed_element", Role::argument, "#1", "#0"},
    {"literal_element", Role::wrapper, "#0"},
    {"expression_list", Role::collection},
    {"variadic_argument", Role::wrapper, "#0"},
    {"block", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"for_statement", Role::loop, "#0", "body"},
    {"range_clause", Role::loop, "right", "", "left"},
    {"expression_switch_statement", Role::switch_, "value"},
    {"type_switch_statement", Role::switch_, "value"},
    {"select_statement", Role::switch_},
    {"expression_case", Role::case_, "value"},
    {"type_case", Role::case_, "type"},
    {"communication_case", Role::case_, "communication"},
    {"default_case", Role::default_case},
    {"return_statement", Role::return_, "#0"},
    {"break_statement", Role::break_},
    {"continue_statement", Role::continue_},
    {"goto_statement", Role::goto_},
    {"import_declaration", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::go, .grammar = "go", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& go_table() { return kTable; }

}  // namespace assay::analysis
