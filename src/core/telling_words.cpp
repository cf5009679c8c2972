#include "core/telling_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace assay::core {
namespace {

/// A word of at most eight bytes as one number. No word has a zero byte, so two that differ stay different.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t number = 0;
  for (const char c : word) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

bool is_filler(std::string_view word) {
  static constexpr auto kFillers = [] {
    constexpr std::array<std::string_view, 27> kWords = {
        "a",        "an",  "and", "are", "be",   "by",    "can", "for",  "from",
        "if",       "in",  "is",  "may", "not",  "of",    "on",  "or",   "possible",
        "possibly", "the", "to",  "use", "used", "using", "via", "when", "with"};
    std::array<std::uint64_t, kWords.size()> numbers{};
    std::ranges::transform(kWords, numbers.begin(), packed);
    std::ranges::sort(numbers);
    return numbers;
  }();
  return word.size() <= sizeof(std::uint64_t) && std::ranges::binary_search(kFillers, packed(word));
}

/// Two forms of one word: "compared" and "comparison", "except" and "exception", but not "integer" and
/// "integrity".
bool one_stem(std::string_view a, std::string_view b) {
  constexpr std::size_t kStem = 6;       // letters that tell a word from others
  constexpr std::size_t kShortStem = 5;  // enough where one word is the beginning of the other
  constexpr std::size_t kEnding = 5;     // the longest ending: "every", "everything"
  if (a.front() != b.front()) return false;
  const auto shared = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const std::size_t shorter = std::min(a.size(), b.size());
  return std::max(a.size(), b.size()) - shared <= kEnding &&
         (shared >= kStem || (shared >= kShortStem && shared == shorter));
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

TellingWords::TellingWords(std::string_view title) : text_(title) {
  words_.reserve(title.size() / 4 + 1);
  std::ranges::transform(text_, text_.begin(), lower);
  const std::string_view text = text_;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    add(text.substr(at, end - at));
    at = end + 1;
  }
  std::ranges::sort(words_);
  const auto repeated = std::ranges::unique(words_);
  words_.erase(repeated.begin(), repeated.end());
}

void TellingWords::add(std::string_view word) {
  if (word.size() > 3 && word.ends_with('s')) word.remove_suffix(1);
  if (!word.empty() && !is_filler(word)) words_.push_back(word);
}

std::size_t TellingWords::found_in(const TellingWords& other) const {
  return static_cast<std::size_t>(std::ranges::count_if(words_, [&](auto word) {
    return std::ranges::binary_search(other.words_, word) ||
           std::ranges::any_of(other.words_, [&](auto form) { return one_stem(word, form); });
  }));
}

Likeness likeness(const TellingWords& a, const TellingWords& b) {
  return {.common = std::min(a.found_in(b), b.found_in(a)), .shorter = std::min(a.size(), b.size())};
}

}  // namespace assay::core
