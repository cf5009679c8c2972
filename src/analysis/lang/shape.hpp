#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "core/language.hpp"

namespace assay::analysis {

/// What a kind of node means, whatever a grammar calls it: the common words in which metrics, name resolution
/// and data flow are written. The comment names what the parts of a Shape are.
enum class Role : std::uint8_t {
  none,
  function,       ///< a function or method with a name: name, parameters, body
  lambda,         ///< a function inside an expression: name, parameters, body
  type,           ///< a class, struct, interface: name, -, body
  call,           ///< function, arguments
  method_call,    ///< object, name, arguments: languages that have no node for `object.name` in a call
  creation,       ///< new T(...): type, arguments
  member,         ///< object.name: object, name
  subscript,      ///< object[index]: object, index
  identifier,     ///< the use of a simple name
  string,         ///< a string literal; its interpolations are descendants
  interpolation,  ///< an expression inside a string: expression
  number,
  literal,  ///< true, false, null
  comment,
  assignment,   ///< left, right
  update,       ///< a += b: left, right
  variable,     ///< a declaration of a variable: name, value, type
  parameter,    ///< name, default value, type
  binary,       ///< left, right, operator
  unary,        ///< operand
  ternary,      ///< condition, then, else
  parenthesis,  ///< expression
  cast,         ///< value, type
  collection,   ///< a list, tuple, map … written out; elements are the named children
  argument,     ///< a wrapper around one argument: value, name
  wrapper,      ///< await, reference, spread … that passes its operand's value on: value
  block,        ///< statements
  statement,    ///< an expression as a statement: expression
  if_,          ///< condition, then, else
  elif,         ///< condition, then, else
  else_,
  loop,     ///< condition or iterated, body, loop variable
  switch_,  ///< value, body
  case_,    ///< value
  default_case,
  try_,    ///< body
  catch_,  ///< type, body, variable
  finally_,
  return_,  ///< value
  throw_,   ///< value
  break_,
  continue_,
  goto_,
  import,
};

/// One row of a language's table: which grammar kind has which role, and where its parts are: the name of a
/// field, or
/// "#N" for the N-th named child (from 0), or "^name" for a field of the parent node, or "" for none.
struct Shape {
  std::string_view kind;
  Role role;
  std::string_view first = {};
  std::string_view second = {};
  std::string_view third = {};
};

/// Facts about one language that the shared passes need.
struct LanguageTable {
  core::Language language;
  std::string_view grammar;
  std::span<const Shape> shapes;
  bool has_functions = true;
  /// False: the grammar is a stand-in, the text is one node (plain text).
  bool parsed = true;
  /// A declaration can name a type that tells what a variable's methods are (Java, C#, Go …).
  bool typed = false;
};

}  // namespace assay::analysis
