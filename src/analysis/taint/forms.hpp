#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/syntax/grammar.hpp"

namespace assay::analysis::taint {

/// What a kind of node means for data flow where its Role does not say enough: mostly statements, and what
/// only some languages have. The kinds' names are so alike across grammars that one table serves all.
enum class Form : std::uint8_t {
  none,
  skip,        ///< nothing happens: comments, types, imports, declarations of classes
  sequence,    ///< the children, one after the other
  each,        ///< left, right, body
  count_loop,  ///< for (init; condition; step) body
  go_for,      ///< for with a clause of its own kind, or a bare condition
  while_loop,
  do_loop,
  comprehension,
  with,  ///< with_item
  slice,
  assertion,
  print,  ///< a statement that acts like a function of its first word
  shell,  ///< text that is run by a shell
  macro,
  heredoc,
  spread,
  keyword,
  map,    ///< a collection of pairs
  entry,  ///< an element with or without a key
  list,
  any,           ///< the value is made of the children
  initialised,   ///< new T {...}, T{...}
  declaration,   ///< C and C++: declarators without a value
  out_operator,  ///< update_expression: i++
  address,       ///< *p, &p
  goto_,
  label,
  class_,
  self,
  conversion,  ///< to a number
  yield,
  case_block,
  let_condition,
  deferred,
  pattern_match,
  nothing_value,
  method_reference,
  super_call,
  property_list,
  regex,  ///< a pattern written out
};

/// The forms of a grammar's kinds, by KindId. Lives as long as the process; thread-safe.
const std::vector<Form>& forms_of(const Grammar& grammar);

/// The words that a kind of statement acts like a function of: "echo" for echo_statement, "`" for what a
/// shell runs. Empty for others.
std::span<const std::string_view> acting_words(std::string_view kind);

}  // namespace assay::analysis::taint
