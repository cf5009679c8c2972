#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/lang/model.hpp"
#include "analysis/names/names.hpp"
#include "analysis/taint/symbols.hpp"
#include "analysis/taint/value.hpp"

namespace assay::analysis::taint {

/// A node of the code that the interpreter runs; 0 is the code that does nothing.
using CodeId = std::uint32_t;
/// A variable: a name in a function (or in the file).
using VariableId = std::uint32_t;

/// The one small language that all others are turned into. Everything is an expression: a block's value is
/// that of its last part. The comment names the children, then what `data` is.
enum class Op : std::uint8_t {
  nothing,
  constant,    ///< data: number in Program::constants
  text,        ///< parts of a text, put together
  name,        ///< data: VariableId
  self,        ///< this, self
  member,      ///< object; data: Symbol of the property
  index,       ///< object, index
  call,        ///< receiver or callee, arguments ...; data: Symbol of the simple name
  create,      ///< nothing, arguments ...; data: Symbol of the simple type name
  initialise,  ///< object, map: the object with these entries set
  binary,      ///< left, right; flag: Binary
  not_,        ///< operand
  harmless,    ///< operand: its value can't carry anything (minus, typeof ...)
  if_,         ///< condition, then, else
  list,        ///< elements
  size,        ///< lengths of a new array
  map,         ///< key, value, key, value ...; key nothing: the entries of the value
  lambda,      ///< data: NodeId of the function
  define,      ///< data: VariableId; flag 0; children: lambda
  keyword,     ///< value; data: Symbol of the argument's name
  spread,      ///< value: its elements
  assign,      ///< target, value
  append,      ///< target, value: target = target + value
  declare,     ///< target; data: Symbol of the simple type name
  any,         ///< one of the children, or made of them
  block,       ///< statements
  while_,      ///< condition, body, step; flag 1: body comes first
  each,        ///< target, iterated, body; value: list of the body's values
  switch_,     ///< subject, cases
  case_,       ///< body, patterns ...; no pattern: default; flag 1: falls through
  try_,        ///< body, finally, handlers ...
  return_,     ///< value
  throw_,      ///< value
  break_,
  continue_,
  goto_,    ///< data: Symbol of the label
  label,    ///< data: Symbol of the label
  assert_,  ///< condition
};

enum class Binary : std::uint8_t {
  add,
  concat,
  format,
  push,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  and_,
  or_,
  coalesce,
  in,
  not_in,
  matches,
  other,
};

struct Code {
  Op op = Op::nothing;
  std::uint8_t flag = 0;
  NodeId at = 0;
  std::uint32_t data = 0;
  std::uint32_t first = 0;  ///< the children, in Program::children
  std::uint32_t count = 0;
  Symbol name = 0;  ///< full name, once somebody asked for it
  bool named = false;
};

struct Parameter {
  NodeId node = kNone;
  CodeId target = 0;    ///< what is assigned to
  CodeId fallback = 0;  ///< its default value
  Symbol name = 0;
  bool rest = false;    ///< takes all further arguments as a list
  bool number = false;  ///< declared as a number or truth value
};

struct Function {
  NodeId node = kNone;
  NodeId type = kNone;  ///< the class that it is a method of
  NodeId scope = 0;     ///< whose variables are its own
  Symbol name = 0;
  std::vector<Parameter> parameters;
  CodeId receiver = 0;  ///< Go: the name of what the method is called on
  CodeId body = 0;
  bool lowered = false;
  bool entry = false;   ///< somebody outside may call it
  bool lambda = false;  ///< sees its surroundings' variables
};

struct Class {
  NodeId node = kNone;
  Symbol name = 0;
  std::vector<Symbol> bases;
  std::unordered_map<Symbol, NodeId> methods;
  NodeId constructor = kNone;
  CodeId fields = 0;  ///< assigns what the fields are declared with
};

/// A file, turned into code.
struct Program {
  std::vector<Code> codes;
  std::vector<CodeId> children;
  std::vector<V> constants;
  struct Variable {
    NodeId scope;
    Symbol name;
  };
  std::vector<Variable> variables;
  std::vector<Function> functions;
  std::unordered_map<NodeId, std::uint32_t> function_of;  ///< by node
  std::unordered_multimap<Symbol, NodeId> functions_named;
  std::unordered_map<NodeId, Class> classes;
  std::unordered_map<Symbol, NodeId> class_named;
  std::unordered_set<Symbol> number_members;  ///< number_members.hpp
  CodeId top = 0;                             ///< the statements outside of functions

  CodeId child(const Code& code, std::uint32_t index) const {
    return index < code.count ? children[code.first + index] : 0;
  }
};

}  // namespace assay::analysis::taint
