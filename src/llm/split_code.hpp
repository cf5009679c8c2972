#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "core/ports/outliner.hpp"

namespace assay::llm {

/// Cuts code into parts of at most `budget` bytes (line numbers included, as `numbered_size` counts), as few
/// as that allows. A cut is made between functions and types of the outline, outer ones before inner ones,
/// and inside a function only where the function alone is too large; without an outline before a line that
/// starts something new (at the margin, behind a blank line), else behind a blank line, else anywhere. It is
/// looked for in the last two thirds of a part, so that parts do not get small. Comments and decorators stay
/// with what follows them. Every line is in exactly one part. Code without lines has no parts.
std::vector<core::LineRange> split_code(std::span<const std::string_view> lines, std::size_t budget,
                                        const core::CodeOutline& outline);

/// One part as two of about the same size, cut at the best place near the middle; nothing where it is too
/// short for that.
std::optional<std::pair<core::LineRange, core::LineRange>> halve(std::span<const std::string_view> lines,
                                                                 core::LineRange part,
                                                                 const core::CodeOutline& outline);

/// Bytes that a line takes in the prompt.
std::size_t numbered_size(std::string_view line);

}  // namespace assay::llm
