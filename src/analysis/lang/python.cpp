#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_definition", Role::function, "name", "parameters", "body"},
    {"lambda", Role::lambda, "", "parameters", "body"},
    {"class_definition", Role::type, "name", "", "body"},
    {"call", Role::call, "function", "arguments"},
    {"attribute", Role::member, "object", "attribute"},
    {"subscript", Role::subscript, "value", "subscript"},
    {"identifier", Role::identifier},
    {"string", Role::string},
    {"interpolation", Role::interpolation, "expression"},
    {"concatenated_string", Role::collection},
    {"integer", Role::number},
    {"float", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"none", Role::literal},
    {"comment", Role::comment},
    {"assignment", Role::assignment, "left", "right", "type"},
    {"named_expression", Role::assignment, "name", "value"},
    {"augmented_assignment", Role::update, "left", "right"},
    {"default_parameter", Role::parameter, "name", "value"},
    {"typed_parameter", Role::parameter, "#0", "", "type"},
    {"typed_default_parameter", Role::parameter, "name", "value", "type"},
    {"binary_operator", Role::binary, "left", "right", "operator"},
    {"boolean_operator", Role::binary, "left", "right", "operator"},
    {"comparison_operator", Role::binary, "#0", "#1", "operators"},
    {"not_operator", Role::unary, "argument"},
    {"unary_operator", Role::unary, "argument"},
    {"conditional_expression", Role::ternary, "#1", "#0", "#2"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"list", Role::collection},
    {"tuple", Role::collection},
    {"set", Role::collection},
    {"dictionary", Role::collection},
    {"pair", Role::argument, "value", "key"},
    {"keyword_argument", Role::argument, "value", "name"},
    {"await", Role::wrapper, "#0"},
    {"list_splat", Role::wrapper, "#0"},
    {"dictionary_splat", Role::wrapper, "#0"},
    {"block", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"elif_clause", Role::elif, "condition", "consequence"},
    {"else_clause", Role::else_},
    {"for_statement", Role::loop, "right", "body", "left"},
    {"while_statement", Role::loop, "condition", "body"},
    {"for_in_clause", Role::loop, "right", "", "left"},
    {"match_statement", Role::switch_, "subject", "body"},
    {"case_clause", Role::case_},
    {"try_statement", Role::try_, "body"},
    {"except_clause", Role::catch_, "#0"},
    {"except_group_clause", Role::catch_, "#0"},
    {"finally_clause", Role::finally_},
    {"return_statement", Role::return_, "#0"},
    {"raise_statement", Role::throw_, "#0"},
    {"break_statement", Role::break_},
    {"continue_statement", Role::continue_},
    {"import_statement", Role::import},
    {"import_from_statement", Role::import},
};

constexpr LanguageTable kTable{.language = core::Language::python, .grammar = "python", .shapes = kShapes};

}  // namespace

const LanguageTable& python_table() { return kTable; }

}  // namespace assay::analysis
