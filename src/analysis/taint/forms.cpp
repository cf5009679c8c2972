#include "analysis/taint/forms.hpp"

#include <memory>
#include <mutex>
#include <string_view>

namespace assay::analysis::taint {
namespace {

struct Row {
  std::string_view kind;
  Form form;
};

constexpr Row kRows[] = {
    // Nothing for data flow.
    {"comment", Form::skip},
    {"import_statement", Form::skip},
    {"import_from_statement", Form::skip},
    {"import_declaration", Form::skip},
    {"package_declaration", Form::skip},
    {"package_clause", Form::skip},
    {"use_declaration", Form::skip},
    {"using_directive", Form::skip},
    {"using_declaration", Form::skip},
    {"namespace_use_declaration", Form::skip},
    {"preproc_include", Form::skip},
    {"preproc_def", Form::skip},
    {"preproc_function_def", Form::skip},
    {"type_declaration", Form::skip},
    {"type_alias_declaration", Form::skip},
    {"interface_declaration", Form::skip},
    {"annotation", Form::skip},
    {"marker_annotation", Form::skip},
    {"attribute_list", Form::skip},
    {"attribute_item", Form::skip},
    {"modifiers", Form::skip},
    {"decorator", Form::skip},
    {"type_annotation", Form::skip},
    {"global_statement", Form::skip},
    {"nonlocal_statement", Form::skip},
    {"pass_statement", Form::skip},
    {"empty_statement", Form::skip},
    {"php_tag", Form::skip},
    {"text_interpolation", Form::skip},
    {"delete_statement", Form::skip},
    {"heredoc_body", Form::skip},
    // Statements that only hold others.
    {"decorated_definition", Form::sequence},
    {"export_statement", Form::sequence},
    {"lexical_declaration", Form::sequence},
    {"variable_declaration", Form::sequence},
    {"local_variable_declaration", Form::sequence},
    {"local_declaration_statement", Form::sequence},
    {"var_declaration", Form::sequence},
    {"const_declaration", Form::sequence},
    {"var_spec_list", Form::sequence},
    {"namespace_declaration", Form::sequence},
    {"file_scoped_namespace_declaration", Form::sequence},
    {"namespace_definition", Form::sequence},
    {"declaration_list", Form::sequence},
    {"linkage_specification", Form::sequence},
    {"preproc_if", Form::sequence},
    {"preproc_ifdef", Form::sequence},
    {"preproc_else", Form::sequence},
    {"preproc_elif", Form::sequence},
    {"template_declaration", Form::sequence},
    {"global_statement_csharp", Form::sequence},
    {"synchronized_statement", Form::sequence},
    {"lock_statement", Form::sequence},
    {"using_statement", Form::sequence},
    {"checked_statement", Form::sequence},
    {"unsafe_statement", Form::sequence},
    {"fixed_statement", Form::sequence},
    {"unsafe_block", Form::sequence},
    {"async_block", Form::sequence},
    {"mod_item", Form::sequence},
    {"body_statement", Form::sequence},
    {"parenthesized_statements", Form::sequence},
    {"begin_block", Form::sequence},
    {"resource_specification", Form::sequence},
    {"sequence_expression", Form::sequence},
    {"comma_expression", Form::sequence},
    {"with_clause", Form::sequence},
    {"with_statement", Form::sequence},
    {"program", Form::sequence},
    {"compound_statement", Form::sequence},
    {"static_initializer", Form::sequence},
    {"class_static_block", Form::sequence},
    {"else", Form::sequence},
    {"else_clause", Form::sequence},
    {"finally_clause", Form::sequence},
    {"ensure", Form::sequence},
    // Loops.
    {"enhanced_for_statement", Form::each},
    {"for_in_statement", Form::each},
    {"foreach_statement", Form::each},
    {"for_range_loop", Form::each},
    {"for_expression", Form::each},
    {"for", Form::each},
    {"for_statement", Form::count_loop},
    {"while_statement", Form::while_loop},
    {"while_expression", Form::while_loop},
    {"while", Form::while_loop},
    {"until", Form::while_loop},
    {"while_modifier", Form::while_loop},
    {"until_modifier", Form::while_loop},
    {"loop_expression", Form::while_loop},
    {"do_statement", Form::do_loop},
    {"list_comprehension", Form::comprehension},
    {"set_comprehension", Form::comprehension},
    {"generator_expression", Form::comprehension},
    {"dictionary_comprehension", Form::comprehension},
    {"with_item", Form::with},
    {"slice", Form::slice},
    {"slice_expression", Form::slice},
    {"assert_statement", Form::assertion},
    // Words that act like functions.
    {"echo_statement", Form::print},
    {"print_intrinsic", Form::print},
    {"include_expression", Form::print},
    {"include_once_expression", Form::print},
    {"require_expression", Form::print},
    {"require_once_expression", Form::print},
    {"exit_statement", Form::print},
    {"shell_command_expression", Form::shell},
    {"subshell", Form::shell},
    {"macro_invocation", Form::macro},
    {"heredoc_beginning", Form::heredoc},
    {"spread_element", Form::spread},
    {"list_splat", Form::spread},
    {"dictionary_splat", Form::spread},
    {"variadic_unpacking", Form::spread},
    {"splat_argument", Form::spread},
    {"hash_splat_argument", Form::spread},
    {"variadic_argument", Form::spread},
    {"dictionary", Form::map},
    {"hash", Form::map},
    {"object", Form::map},
    {"field_initializer_list", Form::map},
    {"array_creation_expression", Form::list},
    {"implicit_array_creation_expression", Form::list},
    {"array_initializer", Form::list},
    {"initializer_list", Form::list},
    {"initializer_expression", Form::list},
    {"literal_value", Form::list},
    {"list", Form::list},
    {"tuple", Form::list},
    {"set", Form::list},
    {"array", Form::list},
    {"array_expression", Form::list},
    {"tuple_expression", Form::list},
    {"collection_expression", Form::list},
    {"expression_list", Form::list},
    {"string_array", Form::list},
    {"composite_literal", Form::initialised},
    {"struct_expression", Form::initialised},
    {"compound_literal_expression", Form::initialised},
    {"declaration", Form::declaration},
    {"update_expression", Form::out_operator},
    {"postfix_unary_expression", Form::out_operator},
    {"inc_statement", Form::skip},
    {"dec_statement", Form::skip},
    {"pointer_expression", Form::address},
    {"goto_statement", Form::goto_},
    {"labeled_statement", Form::label},
    {"class_declaration", Form::class_},
    {"class_definition", Form::class_},
    {"class_specifier", Form::class_},
    {"struct_specifier", Form::class_},
    {"struct_declaration", Form::class_},
    {"record_declaration", Form::class_},
    {"enum_declaration", Form::class_},
    {"trait_declaration", Form::class_},
    {"impl_item", Form::class_},
    {"class", Form::class_},
    {"module", Form::class_},
    {"singleton_class", Form::class_},
    {"this", Form::self},
    {"self", Form::self},
    {"yield_statement", Form::yield},
    {"let_condition", Form::let_condition},
    {"is_pattern_expression", Form::pattern_match},
    {"instanceof_expression", Form::pattern_match},
    {"defer_statement", Form::deferred},
    {"go_statement", Form::deferred},
    {"method_reference", Form::method_reference},
    {"explicit_constructor_invocation", Form::super_call},
    {"regex", Form::regex},
    {"simple_symbol", Form::nothing_value},
    {"sizeof_expression", Form::nothing_value},
    {"instance_expression", Form::nothing_value},
    {"property_declaration", Form::property_list},
};

std::vector<Form> build(const Grammar& grammar) {
  std::vector<Form> forms(grammar.kind_count(), Form::none);
  for (const Row& row : kRows) {
    const KindId kind = grammar.kind(row.kind, true);
    if (kind < forms.size()) forms[kind] = row.form;
  }
  return forms;
}

constexpr std::string_view kEcho[] = {"echo"};
constexpr std::string_view kPrint[] = {"print"};
constexpr std::string_view kInclude[] = {"include"};
constexpr std::string_view kIncludeOnce[] = {"include_once"};
constexpr std::string_view kRequire[] = {"require"};
constexpr std::string_view kRequireOnce[] = {"require_once"};
constexpr std::string_view kExit[] = {"exit", "die"};
constexpr std::string_view kShell[] = {"`"};

}  // namespace

std::span<const std::string_view> acting_words(std::string_view kind) {
  if (kind == "echo_statement") return kEcho;
  if (kind == "print_intrinsic") return kPrint;
  if (kind == "include_expression") return kInclude;
  if (kind == "include_once_expression") return kIncludeOnce;
  if (kind == "require_expression") return kRequire;
  if (kind == "require_once_expression") return kRequireOnce;
  if (kind == "exit_statement") return kExit;
  if (kind == "shell_command_expression" || kind == "subshell") return kShell;
  return {};
}

const std::vector<Form>& forms_of(const Grammar& grammar) {
  struct Known {
    const Grammar* grammar;
    std::unique_ptr<const std::vector<Form>> forms;
  };
  static std::mutex mutex;
  static std::vector<Known> known;
  const std::scoped_lock lock(mutex);
  for (const Known& one : known) {
    if (one.grammar == &grammar) return *one.forms;
  }
  known.push_back({&grammar, std::make_unique<const std::vector<Form>>(build(grammar))});
  return *known.back().forms;
}

}  // namespace assay::analysis::taint
