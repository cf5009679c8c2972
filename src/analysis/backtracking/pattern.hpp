#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/backtracking/char_set.hpp"

namespace assay::analysis::backtracking {

/// Whose regular expressions. All of them try one way after the other; what differs here is syntax.
enum class Dialect : std::uint8_t { python, javascript, java, dotnet, pcre, ruby };

/// How the expression is compiled.
struct Flags {
  bool ignore_case = false;
  bool dot_all = false;  ///< `.` is any character, line ends as well
  bool verbose = false;  ///< white space and `# …` in it are nothing
};

/// A regular expression as a tree. Groups that only capture are not in it.
struct Pattern {
  enum class Kind : std::uint8_t {
    nothing,   ///< the empty text
    set,       ///< one character of `set`
    sequence,  ///< the children in order
    choice,    ///< one of the children
    repeat,    ///< the child, `min` to `max` times
    atomic,    ///< the child; once it has matched, no other way of it is tried
    look,      ///< the child has to match here (or must not) and takes nothing
    begin,     ///< begin of the text or a line
    end,       ///< end of the text or a line
    boundary,  ///< between a word and what is none; `negative`: anywhere else
    unknown,   ///< something that takes text which can't be told: a back-reference, `\p{…}` of a rare kind
  };
  static constexpr int kNoLimit = -1;

  Kind kind = Kind::nothing;
  CharSet set;
  std::vector<Pattern> children;
  int min = 0;
  int max = kNoLimit;
  bool negative = false;
  bool behind = false;  ///< of a look: at what comes before
};

/// Reads an expression, without delimiters. Nothing where its syntax is not understood (recursion,
/// conditions), where it is wrong, longer than 4,000 bytes or nested deeper than 60 groups.
std::optional<Pattern> parse_pattern(std::string_view text, Dialect dialect, Flags flags);

/// `\d`, `\w`, `\s` and the like by their letter (upper case: the complement); nothing for other letters.
std::optional<CharSet> class_of_letter(char letter, Dialect dialect);
/// `alpha` of `[:alpha:]` or `L` of `\p{L}`; nothing for names that are not known.
std::optional<CharSet> class_of_name(std::string_view name);
/// What `\w` means to `\b`.
const CharSet& word_characters();

}  // namespace assay::analysis::backtracking
