#pragma once
#include <string>
#include <vector>

#include "analysis/backtracking/pattern.hpp"

namespace assay::analysis::backtracking {

/// Reads one expression by recursive descent. `failed` once something is not understood.
class PatternParser {
 public:
  PatternParser(std::string_view text, Dialect dialect, Flags flags);

  std::optional<Pattern> parse();

 private:
  Pattern choice();
  Pattern sequence();
  Pattern quantified(Pattern item);
  std::optional<Pattern> item();
  Pattern group();
  Pattern escape();
  /// The code point that `\x41`, `\u0041`, `\n` … stand for, the backslash read; nothing for other escapes.
  std::optional<std::uint32_t> escaped_char();
  std::optional<CharSet> property();
  /// After `[`.
  CharSet bracket();
  std::optional<CharSet> bracket_member(std::uint32_t& single);

  bool done() const { return at_ >= text_.size(); }
  std::uint32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0;
  }
  bool looking_at(std::string_view word) const;
  bool take(std::string_view word);
  void fail() {
    failed_ = true;
    at_ = text_.size();
  }
  std::optional<int> number(int base = 10, int digits = 9);
  void skip_to(char close);
  void skip_verbose();
  Pattern single(std::uint32_t c) const;
  Pattern of(CharSet set) const;

  std::vector<std::uint32_t> text_;  ///< code points
  Dialect dialect_;
  Flags flags_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace assay::analysis::backtracking
