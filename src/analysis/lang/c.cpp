#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

// C and C++ share their kinds; those that only C++ has are skipped for C.
constexpr Shape kShapes[] = {
    {"function_definition", Role::function, "declarator", "declarator", "body"},
    {"lambda_expression", Role::lambda, "", "declarator", "body"},
    {"class_specifier", Role::type, "name", "", "body"},
    {"struct_specifier", Role::type, "name", "", "body"},
    {"union_specifier", Role::type, "name", "", "body"},
    {"enum_specifier", Role::type, "name", "", "body"},
    {"call_expression", Role::call, "function", "arguments"},
    {"new_expression", Role::creation, "type", "arguments"},
    {"field_expression", Role::member, "argument", "field"},
    {"qualified_identifier", Role::member, "scope", "name"},
    {"subscript_expression", Role::subscript, "argument", "#1"},
    {"identifier", Role::identifier},
    {"string_literal", Role::string},
    {"raw_string_literal", Role::string},
    {"char_literal", Role::literal},
    {"concatenated_string", Role::collection},
    {"number_literal", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"null", Role::literal},
    {"comment", Role::comment},
    {"assignment_expression", Role::assignment, "left", "right"},
    {"init_declarator", Role::variable, "declarator", "value", "^type"},
    {"parameter_declaration", Role::parameter, "declarator", "", "type"},
    {"optional_parameter_declaration", Role::parameter, "declarator", "default_value", "type"},
    {"binary_expression", Role::binary, "left", "right", "operator"},
    {"unary_expression", Role::unary, "argument"},
    {"pointer_expression", Role::unary, "argument"},
    {"update_expression", Role::unary, "argument"},
    {"conditional_expression", Role::ternary, "condition", "consequence", "alternative"},
    {"parenthesized_expression", Role::parenthesis, "#0"},
    {"condition_clause", Role::parenthesis, "value"},
    {"cast_expression", Role::cast, "value", "type"},
    {"initializer_list", Role::collection},
    {"comma_expression", Role::collection},
    {"compound_statement", Role::block},
    {"expression_statement", Role::statement, "#0"},
    {"if_statement", Role::if_, "condition", "consequence", "alternative"},
    {"else_clause", Role::else_},
    {"for_statement", Role::loop, "condition", "body", "initializer"},
    {"for_range_loop", Role::loop, "right", "body", "declarator"},
    {"while_statement", Role::loop, "condition", "body"},
    {"do_statement", Role::loop, "condition", "body"},
    {"switch_statement", Role::switch_, "condition", "body"},
    {"case_statement", Role::case_, "value"},
    {"try_statement", Role::try_, "body"},
    {"catch_clause", Role::catch_, "parameters", "body"},
    {"return_statement", Role::return_, "#0"},
    {"throw_statement", Role::throw_, "#0"},
    {"break_statement", Role::break_},
    {"continue_statement", Role::continue_},
    {"goto_statement", Role::goto_},
    {"preproc_include", Role::import},
    {"using_declaration", Role::import},
};

constexpr LanguageTable kC{.language = core::Language::c, .grammar = "c", .shapes = kShapes, .typed = true};
constexpr LanguageTable kCpp{
    .language = core::Language::cpp, .grammar = "cpp", .shapes = kShapes, .typed = true};

}  // namespace

const LanguageTable& c_table() { return kC; }
const LanguageTable& cpp_table() { return kCpp; }

}  // namespace assay::analysis
