#pragma once
#include <string>
#include <vector>

#include "core/submission.hpp"

namespace assay::core {

/// The words (search_words.hpp) by which what was handed in is found: those of its code and of its file
/// names.
std::vector<std::string> input_words(const ReviewInput& input);

}  // namespace assay::core
