#include "analysis/metrics/python_lines.hpp"

#include <cctype>
#include <vector>

namespace assay::analysis {
namespace {

constexpr std::string_view kBlank = " \t\r\n\f\v";

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

/// As Python's splitlines: form feeds and the like end a line, too.
std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '\n' && c != '\r' && c != '\f' && c != '\v' && (c < '\x1c' || c > '\x1e')) continue;
    lines.push_back(trimmed(text.substr(start, i - start)));
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    start = i + 1;
  }
  if (start < text.size()) lines.push_back(trimmed(text.substr(start)));
  return lines;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & '\x80') != 0;
}

/// The tokens of one logical line, as far as they are counted.
class LogicalLine {
 public:
  void add(std::string_view line) {
    std::size_t at = 0;
    joined_ = false;
    while (at < line.size()) {
      if (!quote_.empty()) {
        at = string_end(line, at);
        continue;
      }
      const char c = line[at];
      if (kBlank.find(c) != std::string_view::npos) {
        ++at;
      } else if (c == '#') {
        ++comments_;
        return;
      } else if (c == '\\' && at + 1 == line.size()) {
        joined_ = true;
        return;
      } else if (c == '"' || c == '\'') {
        at = string_start(line, at, false);
      } else if (is_word(c)) {
        std::size_t end = at;
        while (end < line.size() && is_word(line[end])) ++end;
        if (end < line.size() && (line[end] == '"' || line[end] == '\'') &&
            is_prefix(line.substr(at, end - at))) {
          const auto prefix = line.substr(at, end - at);
          at = string_start(line, end, prefix.find_first_of("rR") != std::string_view::npos);
        } else {
          token(false);
          at = end;
        }
      } else {
        at = sign(line, at);
      }
    }
  }

  /// Nothing is open: the next line begins another one.
  bool complete() const { return quote_.empty() && depth_ == 0 && !joined_; }
  int comments() const { return comments_; }
  bool only_comment() const { return comments_ > 0 && all_tokens_ == 0; }
  bool only_string() const { return all_tokens_ == 1 && strings_ == 1 && comments_ == 0; }

  int logical() const { return statements_ + part(); }

 private:
  static bool is_prefix(std::string_view word) {
    return word.size() <= 2 && word.find_first_not_of("rRbBuUfF") == std::string_view::npos;
  }

  void token(bool is_string) {
    ++all_tokens_;
    ++part_tokens_;
    if (is_string) ++strings_;
    colon_last_ = false;
  }

  std::size_t string_start(std::string_view line, std::size_t at, bool raw) {
    (void)raw;  // a backslash keeps the quote after it from ending a raw string as well
    token(true);
    const auto three = line.substr(at, 3);
    const bool triple = three == "\"\"\"" || three == "'''";
    quote_ = triple ? three : line.substr(at, 1);
    return string_end(line, at + quote_.size());
  }

  std::size_t string_end(std::string_view line, std::size_t at) {
    while (at < line.size()) {
      if (line[at] == '\\') {
        at += 2;
        continue;
      }
      if (line.substr(at, quote_.size()) == quote_) {
        at += quote_.size();
        quote_ = {};
        return at;
      }
      ++at;
    }
    // A short string goes on in the next line only behind a backslash.
    if (quote_.size() == 1 && !line.ends_with('\\')) quote_ = {};
    return line.size();
  }

  std::size_t sign(std::string_view line, std::size_t at) {
    const char c = line[at];
    if (c == ';') {
      statements_ += part();
      part_tokens_ = 0;
      colon_ = colon_last_ = false;
      ++all_tokens_;
      return at + 1;
    }
    token(false);
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
    if (c == ':') {
      if (at + 1 < line.size() && line[at + 1] == '=') return at + 2;
      colon_ = colon_last_ = true;
    }
    return at + 1;
  }

  int part() const {
    if (colon_) return colon_last_ ? 1 : 2;
    return part_tokens_ > 0 ? 1 : 0;
  }

  std::string_view quote_;  ///< of the string that is open
  int depth_ = 0;
  bool joined_ = false;
  int statements_ = 0;  ///< before the last semicolon
  int part_tokens_ = 0;
  bool colon_ = false;
  bool colon_last_ = false;
  int all_tokens_ = 0;
  int strings_ = 0;
  int comments_ = 0;
};

}  // namespace

PythonLines python_lines(std::string_view text) {
  PythonLines out;
  const auto lines = split(text);
  for (std::size_t i = 0; i < lines.size();) {
    LogicalLine logical;
    const std::size_t first = i;
    do {
      logical.add(lines[i++]);
    } while (!logical.complete() && i < lines.size());
    out.comments += logical.comments();
    out.logical += logical.logical();
    int filled = 0;
    for (std::size_t k = first; k < i; ++k) filled += lines[k].empty() ? 0 : 1;
    if (logical.only_comment()) continue;
    if (logical.only_string()) {
      if (i - first > 1) out.multi += filled;
      continue;
    }
    out.code += filled;
  }
  return out;
}

}  // namespace assay::analysis
