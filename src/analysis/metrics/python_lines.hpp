#pragma once
#include <string_view>

namespace assay::analysis {

/// The lines of a Python file as radon counts them. A logical line is what Python's tokenizer takes as one:
/// brackets, backslashes and strings over several lines joined.
struct PythonLines {
  int logical = 0;   ///< statements; a line with a colon that is not its end counts as two, as for radon
  int code = 0;      ///< lines with code
  int comments = 0;  ///< comments, those behind code included
  int multi = 0;     ///< lines of strings that stand alone and go over several lines (docstrings)
};

/// Linear in the text. Text that is no Python gives some numbers, never an error.
PythonLines python_lines(std::string_view text);

}  // namespace assay::analysis
