#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.hpp"
#include "core/issue.hpp"

namespace assay::llm {

// What all prompts are put together from.

/// Name of a {{mark}} and what stands in its place.
using PromptValue = std::pair<std::string_view, std::string_view>;

/// Appends the pattern with values in the place of its marks. Values are not looked at again.
void fill_prompt(std::string& out, std::string_view pattern, std::initializer_list<PromptValue> values);

/// One line of plain characters: what comes from outside must not be able to continue the prompt.
std::string plain_line(std::string_view text, std::size_t max_bytes);
/// A file's name as such a line.
std::string file_line(std::string_view filename);

/// Sixteen random hex digits, drawn anew for each request.
std::string delimiter(base::Random& random);

/// The lines of the part, each behind its number ("12| "); longer ones are cut and marked. 0: none is.
std::string numbered_lines(std::span<const std::string_view> lines, core::LineRange part,
                           std::size_t max_line_bytes);

}  // namespace assay::llm
