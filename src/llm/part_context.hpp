#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/issue.hpp"
#include "core/ports/outliner.hpp"

namespace assay::llm {

/// What a model must know of the rest of a file to review one part of it: imports, the types and the function
/// that the part begins inside of, and the signatures of the others; each line as "@12 text". At most
/// `max_bytes`, in that order of importance; empty where nothing of the kind is outside of the part.
std::string part_context(std::span<const std::string_view> lines, core::LineRange part,
                         const core::CodeOutline& outline, std::size_t max_bytes);

}  // namespace assay::llm
