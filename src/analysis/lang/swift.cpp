#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"function_declaration", Role::function, "name", "", "body"},
    {"init_declaration", Role::function, "", "", "body"},
    {"lambda_literal", Role::lambda},
    {"class_declaration", Role::type, "name", "", "body"},
    {"call_expression", Role::call, "#0", "#1"},
    {"navigation_expression", Role::member, "target", "suffix"},
    {"simple_identifier", Role::identifier},
    {"line_string_literal", Role::string},
    {"multi_line_string_literal", Role::string},
    {"interpolated_expression", Role::interpolation, "value"},
    {"integer_literal", Role::number},
    {"real_literal", Role::number},
    {"boolean_literal", Role::literal},
    {"comment", Role::comment},
    {"multiline_comment", Role::comment},
    {"assignment", Role::assignment, "target", "result"},
    {"property_declaration", Role::variable, "name", "value"},
    {"parameter", Role::parameter, "name", "", "type"},
    {"additive_expression", Role::binary, "lhs", "rhs", "op"},
    {"multiplicative_expression", Role::binary, "lhs", "rhs", "op"},
    {"comparison_expression", Role::binary, "lhs", "rhs", "op"},
    {"equality_expression", Role::binary, "lhs", "rhs", "op"},
    {"conjunction_expression", Role::binary, "lhs", "rhs", "op"},
    {"disjunction_expression", Role::binary, "lhs", "rhs", "op"},
    {"nil_coalescing_expression", Role::binary, "value", "if_nil"},
    {"ternary_expression", Role::ternary, "condition", "if_true", "if_false"},
    {"value_argument", Role::argument, "value", "name"},
    {"if_statement", Role::if_, "condition"},
    {"guard_statement", Role::if_, "condition"},
    {"for_statement", Role::loop, "collection"},
    {"while_statement", Role::loop, "condition"},
    {"repeat_while_statement", Role::loop, "condition"},
    {"switch_statement", Role::switch_, "expr"},
    {"switch_entry", Role::case_},
    {"do_statement", Role::try_},
    {"catch_block", Role::catch_, "error"},
    {"import_declaration", Role::import},
};

constexpr LanguageTable kTable{
    .language = core::Language::swift, .grammar = "swift", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& swift_table() { return kTable; }

}  // namespace assay::analysis
