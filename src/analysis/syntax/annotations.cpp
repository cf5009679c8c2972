#include "analysis/syntax/annotations.hpp"

#include <algorithm>

namespace assay::analysis {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Reads a text from some place on, word by word.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool starts_with(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  Cursor& skip_space() {
    while (is_space(peek())) ++at_;
    return *this;
  }
  std::string_view word() {
    const std::size_t from = at_;
    while (is_word(peek())) ++at_;
    return text_.substr(from, at_ - from);
  }
  /// `(...)` without parentheses inside, as in `CAPABILITY("mutex")`.
  void skip_arguments() {
    if (peek() != '(') return;
    const std::size_t end = text_.substr(at_, 200).find_first_of("()", 1);
    if (end != std::string_view::npos && text_[at_ + end] == ')') at_ += end + 1;
  }
  /// The rest of a qualified name: `::Inner`.
  void skip_qualified() {
    while (starts_with("::")) {
      at_ += 2;
      word();
    }
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

/// `API_EXPORT`, `PACKED`: by habit no type and no variable.
bool looks_like_macro(std::string_view word) {
  return word.size() >= 3 && word[0] >= 'A' && word[0] <= 'Z' &&
         std::all_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool bases_follow(Cursor cursor) {
  cursor.skip_space();
  return cursor.peek() == ':' && cursor.peek(1) != ':';
}

/// A body that begins on a line of its own; `struct POINT p{1, 2};` is a variable.
bool body_follows(Cursor cursor) {
  cursor.skip_space();
  if (cursor.peek() != '{') return false;
  std::size_t ahead = 1;
  while (cursor.peek(ahead) == ' ' || cursor.peek(ahead) == '\t' || cursor.peek(ahead) == '\r') ++ahead;
  return cursor.peek(ahead) == '\n' || cursor.peek(ahead) == '}' || cursor.peek(ahead) == '/';
}

bool final_follows(Cursor cursor) { return cursor.skip_space().word() == "final"; }

void blank(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

/// `at` is behind the word `class` or `struct`.
void blank_around_name(std::string_view text, std::size_t at, std::string& made) {
  const auto change = [&](std::size_t from, std::size_t to) {
    if (made.empty()) made = text;
    blank(made, from, to);
  };
  Cursor cursor(text, at);
  const std::size_t first = cursor.skip_space().at();
  std::string_view name = cursor.word();
  if (looks_like_macro(name)) {
    Cursor behind = cursor;
    behind.skip_arguments();
    const std::size_t end = behind.at();
    const std::string_view second = behind.skip_space().word();
    behind.skip_qualified();
    if (!second.empty() && second != "final" &&
        (bases_follow(behind) || body_follows(behind) || final_follows(behind))) {
      change(first, end);
      cursor = behind;
      name = second;
    }
  }
  const std::size_t third = cursor.skip_space().at();
  const std::string_view behind_name = cursor.word();
  const bool is_final = behind_name.find("FINAL") != std::string_view::npos;
  if (!name.empty() && looks_like_macro(behind_name) &&
      (bases_follow(cursor) || (is_final && body_follows(cursor))))
    change(third, cursor.at());
}

}  // namespace

std::string without_annotations(std::string_view text) {
  std::string made;
  for (const std::string_view keyword : {"class", "struct", "union"}) {
    for (std::size_t at = text.find(keyword); at != std::string_view::npos; at = text.find(keyword, at)) {
      const std::size_t behind = at + keyword.size();
      const bool whole =
          (at == 0 || !is_word(text[at - 1])) && behind < text.size() && is_space(text[behind]);
      if (whole) blank_around_name(text, behind, made);
      at = behind;
    }
  }
  return made;
}

}  // namespace assay::analysis
