#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace assay::llm {

/// What goes to the model in one request, and the lines that are too long to go at all.
struct CodeParts {
  std::vector<core::LineRange> parts;    ///< in order, without gaps but for `clipped`
  std::vector<core::LineRange> clipped;  ///< single lines above the budget: they are sent cut
};

/// Cuts code into parts of at most `budget` bytes (line numbers included, as `numbered_size` counts), as few
/// as that allows. A cut is made before a line that starts something new (at the margin, behind a blank
/// line), else behind a blank line, else anywhere; it is looked for in the second half of a part, so that
/// parts do not get small. Every line is in exactly one part. Code without lines has no parts.
CodeParts split_code(const std::vector<std::string_view>& lines, std::size_t budget);

/// Bytes that a line takes in the prompt.
std::size_t numbered_size(std::string_view line);

}  // namespace assay::llm
