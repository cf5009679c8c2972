#include "core/search_words.hpp"

#include <algorithm>
#include <array>

#include "base/unicode.hpp"
#include "base/utf8.hpp"

namespace assay::core {
namespace {

/// For ASCII: the character as it is compared, or 0 where it is not part of a word.
constexpr std::array<char, 128> kAscii = [] {
  std::array<char, 128> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table.at(c) = static_cast<char>(c);
  for (std::size_t c = 'a'; c <= 'z'; ++c) {
    table.at(c) = static_cast<char>(c);
    table.at(c - 'a' + 'A') = static_cast<char>(c);
  }
  table.at('_') = '_';
  return table;
}();

/// The word being read: as written, and lower-case as long as it is ASCII.
class Word {
 public:
  void add(std::string_view character) {
    ++length_;
    if (length_ > kLongestSearchWord) return;
    ascii_ = ascii_ && character.size() == 1;
    text_.append(character);
  }
  void end(std::vector<std::string>& out) {
    if (length_ > 0 && length_ <= kLongestSearchWord) out.push_back(ascii_ ? text_ : base::fold_case(text_));
    text_.clear();
    length_ = 0;
    ascii_ = true;
  }

 private:
  std::string text_;
  std::size_t length_ = 0;
  bool ascii_ = true;
};

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> words;
  Word word;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < kAscii.size()) {
      const char folded = kAscii.at(byte);
      if (folded != 0) {
        word.add({&folded, 1});
      } else {
        word.end(words);
      }
      ++i;
      continue;
    }
    const auto rest = text.substr(i);
    const auto length = base::utf8_sequence_length(rest);
    if (length > 0 && base::is_word_character(base::decode_utf8(rest, length))) {
      word.add(rest.substr(0, length));
    } else {
      word.end(words);
    }
    i += std::max<std::size_t>(1, length);
  }
  word.end(words);
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  return words;
}

}  // namespace assay::core
