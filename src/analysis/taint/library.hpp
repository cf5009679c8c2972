#pragma once
#include <cstdint>
#include <string_view>

namespace assay::analysis::taint {

/// What well-known methods and functions do, by their simple name, whatever the language: the names are so
/// alike that one table serves all. Which of them apply depends on what they are called on.
enum class Known : std::uint8_t {
  none,
  harmless,  ///< gives a number, truth value or digest: nothing can be carried by it
  passes,    ///< gives what it is called on or given, in another form
  format,    ///< first text with the others in its holes
  join,      ///< receiver between the elements of the argument, or the other way round
  append,    ///< list: at the end; text: at the end
  prepend,
  put,  ///< key ..., value
  get,  ///< key ...: element
  get_first,
  get_last,
  remove,  ///< key or position
  take_last,
  take_first,
  clear,
  extend,    ///< all elements of the argument
  elements,  ///< a view of all elements
  self,      ///< the same object
  contains,  ///< test: the argument is one of the receiver's elements
  matches,   ///< test: the text has a form
  equals,
  starts,  ///< test: the text begins so
  lower,
  upper,
  trim,
  char_at,
  substring,
  length,
  index_of,
  replace,
  fill,       ///< C: writes to the first argument what the others hold
  scan,       ///< C: sscanf and the like: writes to the arguments after the second
  no_return,  ///< ends the program or the request
  create_list,
  create_map,
  create_text,
};

Known known_function(std::string_view simple_name);

/// What `new Type` makes.
enum class KnownType : std::uint8_t { none, list, map, text, array, number };
KnownType known_type(std::string_view simple_name);

/// The name says that it finds out whether data is acceptable ("isValidPath"), or the contrary
/// ("containsIllegal").
enum class Validator : std::uint8_t { none, accepts, rejects };
Validator validator(std::string_view simple_name);

/// The name says that what it returns is made harmless.
bool is_cleaner(std::string_view simple_name);

/// Conversions to a number (outside_numbers.cpp).
bool converts_to_number(std::string_view name);

}  // namespace assay::analysis::taint
