#pragma once
#include <span>
#include <string>
#include <string_view>

namespace assay::cli {

/// The name that `typed` was most likely meant to be: the one with the smallest edit distance (with swaps of
/// neighbours), if at most a third of its letters differ; else empty.
std::string nearest_name(std::string_view typed, std::span<const std::string> names);

/// ", did you mean NAME?" or nothing.
std::string did_you_mean(std::string_view typed, std::span<const std::string> names);

}  // namespace assay::cli
