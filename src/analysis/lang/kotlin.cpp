#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_declaration", Role::function, "name"},
    {"anonymous_function", Role::lambda},
    {"lambda_literal", Role::lambda},
    {"class_declaration", Role::type, "name"},
    {"object_declaration", Role::type, "name"},
    {"call_expression", Role::call, "#0", "#1"},
    {"navigation_expression", Role::member, "#0", "#1"},
    {"index_expression", Role::subscript, "#0", "#1"},
    {"identifier", Role::identifier},
    {"string_literal", Role::string},
    {"multiline_string_literal", Role::string},
    {"interpolation", Role::interpolation, "#0"},
    {"number_literal", Role::number},
    {"float_literal", Role::number},
    {"line_comment", Role::comment},
    {"block_comment", Role::comment},
    {"assignment", Role::assignment, "left", "right"},
    {"property_declaration", Role::variable, "#0", "#1"},
    {"parameter", Role::parameter, "#0", "", "#1"},
    {"class_parameter", Role::parameter},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"unary_expression", Role::unary, "argument"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"value_argument", Role::argument, "#0"},
    {"block", Role::block},
    {"if_expression", Role::if_, "condition", "#1", "#2"},
    {"for_statement", Role::loop},
    {"while_statement", Role::loop, "condition"},
    {"do_while_statement", Role::loop, "condition"},
    {"when_expression", Role::switch_},
    {"when_entry", Role::case_},
    {"try_expression", Role::try_},
    {"catch_block", Role::catch_},
    {"finally_block", Role::finally_},
    {"return_expression", Role::return_, "#0"},
    {"throw_expression", Role::throw_, "#0"},
    {"import", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::kotlin, .grammar = "kotlin", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& kotlin_table() { return kTable; }

}  // namespace assay::analysis
