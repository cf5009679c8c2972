#pragma once
#include <chrono>
#include <optional>

#include "analysis/lang/model.hpp"

namespace assay::analysis {

/// Reads a text that was cut out of a larger one: methods without their class, the second half of a function,
/// a file that ends in the middle of a call, PHP without its opening tag. What it lacks in front and behind
/// is guessed from its unbalanced brackets or its indentation, a few guesses are parsed, and the best is
/// returned: the same text, the same offsets, with the nodes in front marked as Tree::is_added.
///
/// `written` is the tree of the text alone. Nothing is returned where it is whole enough, where the language
/// has no such guesses, a guess takes longer than `limit`, or where none leaves less than half as much that
/// does not parse.
std::optional<Tree> parse_fragment(const Model& model, const Tree& written, std::chrono::milliseconds limit);

}  // namespace assay::analysis
