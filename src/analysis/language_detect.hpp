#pragma once
#include <string_view>

#include "core/language.hpp"

namespace assay::analysis {

/// What language a text is in, and how sure that is. Pure; looks at the name, a `#!` line, editor's mode
/// lines and, failing these, at words in the first 64 KB.
struct DetectedLanguage {
  core::Language language = core::Language::text;  ///< never automatic
  bool sure = false;  ///< from the name or the `#!` line, not guessed from the content
};

DetectedLanguage detect_language(std::string_view filename, std::string_view code);

/// The language that a file name alone tells: extension or well-known name; automatic where it tells nothing.
core::Language language_of_filename(std::string_view filename);

}  // namespace assay::analysis
