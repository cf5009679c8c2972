#pragma once
#include <string>
#include <string_view>

#include "core/language.hpp"

namespace assay::analysis {

/// What the brackets of a text cut out of a larger one tell about the cuts.
struct CutBrackets {
  int unopened = 0;     ///< closing braces whose opening ones stand in front of the text
  std::string closing;  ///< what ends an open string, comment, bracket or statement at the end of the text
};

/// Counts brackets outside strings and comments, by the common rules of the languages with braces. A guess
/// where a language has literals of its own (regular expressions, heredocs): the parser has the last word.
CutBrackets cut_brackets(core::Language language, std::string_view text);

}  // namespace assay::analysis
