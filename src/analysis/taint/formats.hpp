#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace assay::analysis::taint {

/// A piece of a format text: constant text, or a hole that a value is written into.
struct FormatPiece {
  std::string_view text;  ///< of a constant piece; of a hole with a name, the name
  int argument = -1;      ///< of a hole: which value, from 0; -1 for constant text and named holes
  bool named = false;     ///< a hole that is filled by the keyword `text`
  bool number = false;    ///< whatever is written there comes out as a number
  bool hole() const { return argument >= 0 || named; }
};

/// The pieces of a text for printf and its like ("%s = %05d", "%2$s"). Empty where it has something else.
std::optional<std::vector<FormatPiece>> percent_pieces(std::string_view format);

/// The pieces of a text with braces ("{} {0} {name!r:>10}"), as str.format takes it.
std::optional<std::vector<FormatPiece>> brace_pieces(std::string_view format);

}  // namespace assay::analysis::taint
