#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::core {

/// Longer words (in code points, as written) are no words: keys and encoded data, not what anyone looks for.
inline constexpr std::size_t kLongestSearchWord = 64;

/// The words that a search of history goes by, each once, sorted. The one definition for every store:
///
/// A word is an unbroken run of letters, marks, digits and connectors (base::is_word_character), so
/// "user_id" is one word and "user.id" are two; a script without spaces gives whole runs. Words are compared
/// without regard to case (base::fold_case), by all of their characters, without stemming. Ill-formed UTF-8
/// stands between words.
std::vector<std::string> search_words(std::string_view text);

}  // namespace assay::core
