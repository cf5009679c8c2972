#include "analysis/lang/brackets.hpp"

#include <cctype>

namespace assay::analysis {
namespace {

using core::Language;

/// Walks over a text and keeps the brackets that are open.
class Scanner {
 public:
  Scanner(Language language, std::string_view text) : language_(language), text_(text) {}

  CutBrackets run() {
    while (at_ < text_.size()) step();
    return {unopened_, closing()};
  }

 private:
  char peek(std::size_t ahead = 1) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void step() {
    const char c = text_[at_];
    if (c == '/' && peek() == '/') return skip_past("\n", "\n");
    if (c == '/' && peek() == '*') return skip_past("*/", "*/");
    if (c == '#' && language_ == Language::php && peek() != '[') return skip_past("\n", "\n");
    if (c == '"' && text_.substr(at_, 3) == "\"\"\"") {
      at_ += 2;
      return skip_past("\"\"\"", "\"\"\"");
    }
    if (c == '"' || (c == '`' && has_backquotes()) || (c == '\'' && is_quote())) return skip_string(c);
    if (c == '{' || c == '(' || c == '[') open_ += c;
    if (c == '}' || c == ')' || c == ']') close(c);
    if (std::isspace(static_cast<unsigned char>(c)) == 0) last_ = c;
    ++at_;
  }

  bool has_backquotes() const {
    return language_ == Language::javascript || language_ == Language::typescript ||
           language_ == Language::go;
  }

  /// Rust's lifetimes begin like characters but do not end like them.
  bool is_quote() const { return language_ != Language::rust || peek() == '\\' || peek(2) == '\''; }

  void skip_past(std::string_view end, std::string_view unfinished) {
    const std::size_t found = text_.find(end, at_ + 1);
    if (found == std::string_view::npos) unfinished_ = unfinished;
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  void skip_string(char quote) {
    const bool verbatim = (language_ == Language::csharp && at_ > 0 && text_[at_ - 1] == '@') ||
                          (quote == '`' && language_ == Language::go);
    const bool one_line =
        quote != '`' && !verbatim && language_ != Language::php && language_ != Language::rust;
    last_ = quote;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\' && !verbatim) {
        ++at_;
      } else if (c == quote) {
        ++at_;
        return;
      } else if (c == '\n' && one_line) {
        return;  // no string then: an apostrophe in a macro or a text
      }
    }
    unfinished_ = quote;
  }

  void close(char c) {
    const char wanted = c == '}' ? '{' : c == ')' ? '(' : '[';
    // A wrong bracket must not throw the count of the others off: braces weigh more than what is open inside
    // them.
    while (wanted == '{' && !open_.empty() && open_.back() != '{') open_.pop_back();
    if (!open_.empty() && open_.back() == wanted) {
      open_.pop_back();
    } else if (c == '}') {
      ++unopened_;
    }
  }

  std::string closing() const {
    std::string out = unfinished_;
    bool statement = !unfinished_.empty() && unfinished_ != "\n" && unfinished_ != "*/";
    statement = statement || (last_ != ';' && last_ != '}' && last_ != '{' && last_ != '\0' && last_ != ',');
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i] == '{') {
        out += statement ? ";}" : "}";
        statement = false;
      } else {
        out += open_[i] == '(' ? ')' : ']';
        statement = true;
      }
    }
    if (statement && !open_.empty()) out += ';';
    return out;
  }

  Language language_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;
  int unopened_ = 0;
  char last_ = '\0';
  std::string unfinished_;
};

}  // namespace

CutBrackets cut_brackets(Language language, std::string_view text) { return Scanner(language, text).run(); }

}  // namespace assay::analysis
