#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"method_declaration", Role::function, "name", "parameters", "body"},
    {"constructor_declaration", Role::function, "name", "parameters", "body"},
    {"local_function_statement", Role::function, "name", "parameters", "body"},
    {"lambda_expression", Role::lambda, "", "parameters", "body"},
    {"anonymous_method_expression", Role::lambda, "", "parameters"},
    {"class_declaration", Role::type, "name", "", "body"},
    {"struct_declaration", Role::type, "name", "", "body"},
    {"interface_declaration", Role::type, "name", "", "body"},
    {"record_declaration", Role::type, "name", "", "body"},
    {"enum_declaration", Role::type, "name", "", "body"},
    {"invocation_expression", Role::call, "function", "arguments"},
    {"object_creation_expression", Role::creation, "type", "arguments"},
    {"member_access_expression", Role::member, "expression", "name"},
    {"element_access_expression", Role::subscript, "expression", "subscript"},
    {"identifier", Role::identifier},
    {"string_literal", Role::string},
    {"verbatim_string_literal", Role::string},
    {"raw_string_literal", Role::string},
    {"interpolated_string_expression", Role::string},
    {"interpolation", Role::interpolation, "#1"},
    {"character_literal", Role::literal},
    {"integer_literal", Role::number},
    {"real_literal", Role::number},
    {"boolean_literal", Role::literal},
    {"null_literal", Role::literal},
    {"comment", Role::comment},
    {"assignment_expression", Role::assignment, "left", "right"},
    {"variable_declarator", Role::variable, "name", "#1", "^type"},
    {"parameter", Role::parameter, "name", "", "type"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"prefix_unary_expression", Role::unary, "#0"},
    {"postfix_unary_expression", Role::unary, "#0"},
    {"conditional_expression", Role::ternary, "condition", "consequence", "alternative"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"cast_expression", Role::cast, "value", "type"},
    {"initializer_expression", Role::collection},
    {"argument", Role::argument, "#0", "name"},
    {"await_expression", Role::wrapper, "#0"},
    {"block", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"for_statement", Role::loop, "condition", "body", "initializer"},
    {"foreach_statement", Role::loop, "right", "body", "left"},
    {"while_statement", Role::loop, "condition", "body"},
    {"do_statement", Role::loop, "condition", "body"},
    {"switch_statement", Role::switch_, "value", "body"},
    {"switch_expression", Role::switch_, "#0"},
    {"switch_section", Role::case_},
    {"switch_expression_arm", Role::case_},
    {"try_statement", Role::try_, "body"},
    {"catch_clause", Role::catch_, "", "body"},
    {"finally_clause", Role::finally_},
    {"return_statement", Role::return_, "#0"},
    {"throw_statement", Role::throw_, "#0"},
    {"throw_expression", Role::throw_, "#0"},
    {"break_statement", Role::break_},
    {"continue_statement", Role::continue_},
    {"goto_statement", Role::goto_},
    {"using_directive", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::csharp, .grammar = "csharp", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& csharp_table() { return kTable; }

}  // namespace assay::analysis
