#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_definition", Role::function, "name", "parameters", "body"},
    {"lambda_expression", Role::lambda, "", "parameters"},
    {"class_definition", Role::type, "name", "", "body"},
    {"object_definition", Role::type, "name", "", "body"},
    {"trait_definition", Role::type, "name", "", "body"},
    {"call_expression", Role::call, "function", "arguments"},
    {"field_expression", Role::member, "value", "field"},
    {"identifier", Role::identifier},
    {"string", Role::string},
    {"interpolated_string", Role::string},
    {"interpolation", Role::interpolation, "#0"},
    {"integer_literal", Role::number},
    {"floating_point_literal", Role::number},
    {"boolean_literal", Role::literal},
    {"null_literal", Role::literal},
    {"comment", Role::comment},
    {"block_comment", Role::comment},
    {"assignment_expression", Role::assignment, "left", "right"},
    {"val_definition", Role::variable, "pattern", "value", "type"},
    {"var_definition", Role::variable, "pattern", "value", "type"},
    {"parameter", Role::parameter, "name", "default_value", "type"},
    {"infix_expression", Role::binary, "left", "right", "operator"},
    {"prefix_expression", Role::unary, "#0"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"tuple_expression", Role::collection},
    {"block", Role::block},
    {"if_expression", Role::if_, "condition", "consequence", "alternative"},
    {"for_expression", Role::loop, "enumerators", "body"},
    {"while_expression", Role::loop, "condition", "body"},
    {"do_while_expression", Role::loop, "condition", "body"},
    {"match_expression", Role::switch_, "value", "body"},
    {"case_clause", Role::case_, "pattern"},
    {"try_expression", Role::try_, "body"},
    {"catch_clause", Role::catch_, "pattern", "body"},
    {"finally_clause", Role::finally_},
    {"return_expression", Role::return_, "#0"},
    {"throw_expression", Role::throw_, "#0"},
    {"import_declaration", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::scala, .grammar = "scala", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& scala_table() { return kTable; }

}  // namespace assay::analysis
