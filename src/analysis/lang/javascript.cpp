#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

// The three grammars share their kinds; those that only TypeScript has are skipped where a grammar lacks
// them.
constexpr Shape kShapes[] = {
    {"function_declaration", Role::function, "name", "parameters", "body"},
    {"generator_function_declaration", Role::function, "name", "parameters", "body"},
    {"method_definition", Role::function, "name", "parameters", "body"},
    {"function_expression", Role::lambda, "name", "parameters", "body"},
    {"generator_function", Role::lambda, "name", "parameters", "body"},
    {"arrow_function", Role::lambda, "", "parameters", "body"},
    {"class_declaration", Role::type, "name", "", "body"},
    {"class", Role::type, "name", "", "body"},
    {"interface_declaration", Role::type, "name", "", "body"},
    {"enum_declaration", Role::type, "name", "", "body"},
    {"call_expression", Role::call, "function", "arguments"},
    {"new_expression", Role::creation, "constructor", "arguments"},
    {"member_expression", Role::member, "object", "property"},
    {"subscript_expression", Role::subscript, "object", "index"},
    {"identifier", Role::identifier},
    {"shorthand_property_identifier", Role::identifier},
    {"shorthand_property_identifier_pattern", Role::identifier},
    {"string", Role::string},
    {"template_string", Role::string},
    {"template_substitution", Role::interpolation, "#0"},
    {"number", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"null", Role::literal},
    {"undefined", Role::literal},
    {"comment", Role::comment},
    {"assignment_expression", Role::assignment, "left", "right"},
    {"augmented_assignment_expression", Role::update, "left", "right"},
    {"variable_declarator", Role::variable, "name", "value", "type"},
    {"required_parameter", Role::parameter, "pattern", "value", "type"},
    {"optional_parameter", Role::parameter, "pattern", "value", "type"},
    {"assignment_pattern", Role::parameter, "left", "right"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"unary_expression", Role::unary, "argument"},
    {"update_expression", Role::unary, "argument"},
    {"ternary_expression", Role::ternary, "condition", "consequence", "alternative"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"array", Role::collection},
    {"object", Role::collection},
    {"pair", Role::argument, "value", "key"},
    {"await_expression", Role::wrapper, "#0"},
    {"spread_element", Role::wrapper, "#0"},
    {"as_expression", Role::cast, "#0", "#1"},
    {"satisfies_expression", Role::cast, "#0", "#1"},
    {"non_null_expression", Role::wrapper, "#0"},
    {"statement_block", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"else_clause", Role::else_},
    {"for_statement", Role::loop, "condition", "body", "initializer"},
    {"for_in_statement", Role::loop, "right", "body", "left"},
    {"while_statement", Role::loop, "condition", "body"},
    {"do_statement", Role::loop, "condition", "body"},
    {"switch_statement", Role::switch_, "value", "body"},
    {"switch_case", Role::case_, "value"},
    {"switch_default", Role::default_case},
    {"try_statement", Role::try_, "body"},
    {"catch_clause", Role::catch_, "", "body", "parameter"},
    {"finally_clause", Role::finally_},
    {"return_statement", Role::return_, "#0"},
    {"throw_statement", Role::throw_, "#0"},
    {"break_statement", Role::break_},
    {"continue_statement", Role::continue_},
    {"import_statement", Role::import},
};

constexpr LanguageTable kJavascript{
    .language = core::Language::javascript, .grammar = "javascript", .shapes = kShapes};
constexpr LanguageTable kTypescript{
    .language = core::Language::typescript, .grammar = "typescript", .shapes = kShapes, .typed = true};
constexpr LanguageTable kTsx{
    .language = core::Language::typescript, .grammar = "tsx", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& javascript_table() { return kJavascript; }
const LanguageTable& typescript_table() { return kTypescript; }
const LanguageTable& tsx_table() { return kTsx; }

}  // namespace assay::analysis
