#pragma once
#include <string_view>

#include "core/language.hpp"

namespace assay::app {

/// What the analyzer takes code for, by name and content; never automatic.
core::Language detect_language(std::string_view filename, std::string_view code);

}  // namespace assay::app
