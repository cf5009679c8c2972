#include "analysis/lang/tables.hpp"

namespace assay::analysis {
namespace {

constexpr Shape kShapes[] = {
    {"method", Role::function, "name", "parameters", "body"},
    {"singleton_method", Role::function, "name", "parameters", "body"},
    {"lambda", Role::lambda, "", "parameters", "body"},
    {"class", Role::type, "name", "", "body"},
    {"module", Role::type, "name", "", "body"},
    {"call", Role::method_call, "receiver", "method", "arguments"},
    {"element_reference", Role::subscript, "object", "#1"},
    {"scope_resolution", Role::member, "scope", "name"},
    {"identifier", Role::identifier},
    {"constant", Role::identifier},
    {"instance_variable", Role::identifier},
    {"global_variable", Role::identifier},
    {"string", Role::string},
    {"subshell", Role::string},
    {"regex", Role::string},
    {"heredoc_body", Role::string},
    {"interpolation", Role::interpolation, "#0"},
    {"integer", Role::number},
    {"float", Role::number},
    {"true", Role::literal},
    {"false", Role::literal},
    {"nil", Role::literal},
    {"comment", Role::comment},
    {"assignment", Role::assignment, "left", "right"},
    {"operator_assignment", Role::update, "left", "right"},
    {"optional_parameter", Role::parameter, "name", "value"},
    {"keyword_parameter", Role::parameter, "name", "value"},
    {"binary", Role::binary, "left", "right", "operator"},
    {"unary", Role::unary, "operand"},
    {"conditional", Role::ternary, "condition", "consequence", "alternative"},
    {"parenthesized_statements", Role::parenthesis, "#0"},
    {"array", Role::collection},
    {"hash", Role::collection},
    {"pair", Role::argument, "value", "key"},
    {"then", Role::block},
    {"do", Role::block},
    {"body_statement", Role::block},
    {"if", Role::if_, "condition", "consequence", "alternative"},
    {"unless", Role::if_, "condition", "consequence", "alternative"},
    {"elsif", Role::elif, "condition", "consequence", "alternative"},
    {"if_modifier", Role::if_, "condition", "body"},
    {"unless_modifier", Role::if_, "condition", "body"},
    {"else", Role::else_},
    {"while", Role::loop, "condition", "body"},
    {"until", Role::loop, "condition", "body"},
    {"while_modifier", Role::loop, "condition", "body"},
    {"until_modifier", Role::loop, "condition", "body"},
    {"for", Role::loop, "value", "body", "pattern"},
    {"case", Role::switch_, "value"},
    {"case_match", Role::switch_, "value"},
    {"when", Role::case_, "pattern"},
    {"in_clause", Role::case_, "pattern"},
    {"begin", Role::try_},
    {"rescue", Role::catch_, "exceptions", "body", "variable"},
    {"ensure", Role::finally_},
    {"return", Role::return_, "#0"},
    {"break", Role::break_},
    {"next", Role::continue_},
};

constexpr LanguageTable kTable{.language = core::Language::ruby, .grammar = "ruby", .shapes = kShapes};

}  // namespace

const LanguageTable& ruby_table() { return kTable; }

}  // namespace assay::analysis
