#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"method_declaration", Role::function, "name", "parameters", "body"},
    {"constructor_declaration", Role::function, "name", "parameters", "body"},
    {"compact_constructor_declaration", Role::function, "name", "", "body"},
    {"lambda_expression", Role::lambda, "", "parameters", "body"},
    {"class_declaration", Role::type, "name", "", "body"},
    {"interface_declaration", Role::type, "name", "", "body"},
    {"enum_declaration", Role::type, "name", "", "body"},
    {"record_declaration", Role::type, "name", "", "body"},
    {"method_invocation", Role::method_call, "object", "name", "arguments"},
    {"object_creation_expression", Role::creation, "type", "arguments"},
    {"field_access", Role::member, "object", "field"},
    {"array_access", Role::subscript, "array", "index"},
    {"identifier", Role::identifier},
    {"string_literal", Role::string},
    {"string_interpolation", Role::interpolation, "#0"},
    {"character_literal", Role::literal},
    {"decimal_integer_literal", Role::number},
    {"hex_integer_literal", Role::number},
    {"octal_integer_literal", Role::number},
    {"binary_integer_literal", Role::number},
    {"decimal_floating_point_literal", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"null_literal", Role::literal},
    {"line_comment", Role::comment},
    {"block_comment", Role::comment},
    {"assignment_expression", Role::assignment, "left", "right"},
    {"variable_declarator", Role::variable, "name", "value", "^type"},
    {"resource", Role::variable, "name", "value", "type"},
    {"formal_parameter", Role::parameter, "name", "", "type"},
    {"catch_formal_parameter", Role::parameter, "name"},
    {"enhanced_for_statement", Role::loop, "value", "body", "name"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"unary_expression", Role::unary, "operand"},
    {"update_expression", Role::unary, "#0"},
    {"ternary_expression", Role::ternary, "condition", "consequence", "alternative"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"cast_expression", Role::cast, "value", "type"},
    {"array_initializer", Role::collection},
    {"block", Role::block},
    {"constructor_body", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"for_statement", Role::loop, "condition", "body", "init"},
    {"while_statement", Role::loop, "condition", "body"},
    {"do_statement", Role::loop, "condition", "body"},
    {"switch_expression", Role::switch_, "condition", "body"},
    {"switch_label", Role::case_, "#0"},
    {"try_statement", Role::try_, "body"},
    {"try_with_resources_statement", Role::try_, "body"},
    {"catch_clause", Role::catch_, "", "body"},
    {"finally_clause", Role::finally_},
    {"return_statement", Role::return_, "#0"},
    {"throw_statement", Role::throw_, "#0"},
    {"break_statement", Role::break_},
    {"continue_statement", Role::continue_},
    {"import_declaration", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::java, .grammar = "java", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& java_table() { return kTable; }

}  // namespace assay::analysis
