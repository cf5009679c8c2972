#include "llm/lenient_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/json_writer.hpp"

namespace assay::llm {
namespace {

constexpr int kMaxDepth = 32;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '+' || c == '.' || c == '$';
}

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 63));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 63));
    put(0x80 | (code & 63));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 63));
    put(0x80 | (code >> 6 & 63));
    put(0x80 | (code & 63));
  }
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t start) : text_(text), at_(start) {}

  bool value(std::string& out, int depth);
  std::size_t position() const { return at_; }
  bool repaired() const { return repaired_; }

 private:
  bool object(std::string& out, int depth);
  bool array(std::string& out, int depth);
  bool string(std::string& plain, bool is_key);
  bool escape(std::string& plain);
  bool hex4(unsigned& code);
  bool bare(std::string& out);
  bool key(std::string& plain);
  bool ends_string(std::size_t quote, bool is_key) const;
  bool starts_member(std::size_t quote) const;
  /// Skips white space and comments; false at the end of the text.
  bool skip();
  bool separator(char close);
  char peek() const { return text_[at_]; }
  bool over() const { return at_ >= text_.size(); }

  std::string_view text_;
  std::size_t at_;
  bool repaired_ = false;
};

bool Reader::skip() {
  while (!over()) {
    const auto rest = text_.substr(at_);
    if (is_space(rest[0])) {
      ++at_;
    } else if (rest.starts_with("//") || rest[0] == '#') {
      repaired_ = true;
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (rest.starts_with("/*")) {
      repaired_ = true;
      const auto end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else {
      return true;
    }
  }
  return false;
}

bool Reader::value(std::string& out, int depth) {
  if (depth > kMaxDepth || !skip()) return false;
  const char c = peek();
  if (c == '{') return object(out, depth);
  if (c == '[') return array(out, depth);
  if (c == '"' || c == '\'') {
    std::string plain;
    if (!string(plain, false)) return false;
    base::append_json_string(out, plain);
    return true;
  }
  return bare(out);
}

// Behind a member or an item: true where the container goes on or ends.
bool Reader::separator(char close) {
  if (!skip()) return false;
  if (peek() == close) return true;
  if (peek() == ',') {
    ++at_;
    if (!skip()) return false;
    if (peek() == close || peek() == ',') repaired_ = true;
    while (!over() && peek() == ',') {
      ++at_;
      if (!skip()) return false;
    }
    return true;
  }
  repaired_ = true;
  // A missing comma: only before what can begin a member or an item.
  return peek() == '"' || peek() == '\'' || peek() == '{' || peek() == '[';
}

bool Reader::object(std::string& out, int depth) {
  ++at_;
  out += '{';
  if (!skip()) return false;
  for (bool first = true; peek() != '}'; first = false) {
    if (!first) out += ',';
    std::string name;
    if (!key(name) || !skip() || peek() != ':') return false;
    ++at_;
    base::append_json_string(out, name);
    out += ':';
    if (!value(out, depth + 1) || !separator('}')) return false;
  }
  ++at_;
  out += '}';
  return true;
}

bool Reader::array(std::string& out, int depth) {
  ++at_;
  out += '[';
  if (!skip()) return false;
  for (bool first = true; peek() != ']'; first = false) {
    if (!first) out += ',';
    if (!value(out, depth + 1) || !separator(']')) return false;
  }
  ++at_;
  out += ']';
  return true;
}

bool Reader::key(std::string& plain) {
  if (peek() == '"' || peek() == '\'') return string(plain, true);
  repaired_ = true;
  while (!over() && is_word(peek())) plain += text_[at_++];
  return !plain.empty();
}

// A quoted word and a colon: the comma before it was left out.
bool Reader::starts_member(std::size_t quote) const {
  const auto end = text_.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", quote + 1);
  if (end == std::string_view::npos || end == quote + 1 || text_[end] != '"') return false;
  const auto colon = text_.find_first_not_of(" \t\r\n", end + 1);
  return colon != std::string_view::npos && text_[colon] == ':';
}

// A quote ends the string when what follows could follow a string; otherwise it was meant as text.
bool Reader::ends_string(std::size_t quote, bool is_key) const {
  auto next = text_.find_first_not_of(" \t\r\n", quote + 1);
  if (next == std::string_view::npos) return true;
  if (is_key) return text_[next] == ':';
  if (text_[next] == '}' || text_[next] == ']') return true;
  if (text_[next] == '"') return starts_member(next);
  if (text_[next] == '#') return true;
  if (text_[next] != ',') return text_.substr(next).starts_with("//") || text_.substr(next).starts_with("/*");
  next = text_.find_first_not_of(" \t\r\n", next + 1);
  if (next == std::string_view::npos) return true;
  static constexpr std::string_view kStarts = "\"'{[}]/-0123456789tfnTFN";
  return kStarts.find(text_[next]) != std::string_view::npos;
}

bool Reader::string(std::string& plain, bool is_key) {
  const char quote = text_[at_++];
  if (quote == '\'') repaired_ = true;
  for (; !over(); ++at_) {
    const char c = peek();
    if (c == quote) {
      if (ends_string(at_, is_key)) {
        ++at_;
        return true;
      }
      repaired_ = true;
      plain += c;
    } else if (c == '\\') {
      if (!escape(plain)) return false;
    } else {
      if (static_cast<unsigned char>(c) < 0x20) repaired_ = true;
      plain += c;
    }
  }
  return false;
}

bool Reader::hex4(unsigned& code) {
  if (at_ + 4 >= text_.size()) return false;
  const auto* first = text_.data() + at_ + 1;
  const auto [end, error] = std::from_chars(first, first + 4, code, 16);
  if (error != std::errc{} || end != first + 4) return false;
  at_ += 4;
  return true;
}

// At the backslash; leaves at_ on the last character of the escape.
bool Reader::escape(std::string& plain) {
  if (at_ + 1 >= text_.size()) return false;
  switch (const char c = text_[++at_]; c) {
    case 'n':
      plain += '\n';
      break;
    case 't':
      plain += '\t';
      break;
    case 'r':
      plain += '\r';
      break;
    case 'b':
      plain += '\b';
      break;
    case 'f':
      plain += '\f';
      break;
    case '"':
    case '\\':
    case '/':
      plain += c;
      break;
    case '\'':
      repaired_ = true;
      plain += c;
      break;
    case 'u': {
      unsigned code = 0;
      if (!hex4(code)) {
        repaired_ = true;
        plain += "\\u";
        break;
      }
      if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_ + 1).starts_with("\\u")) {
        const auto before = at_;
        at_ += 2;
        unsigned low = 0;
        if (hex4(low) && low >= 0xDC00 && low < 0xE000) {
          append_utf8(plain, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
          break;
        }
        at_ = before;
      }
      if (code >= 0xD800 && code < 0xE000) {
        repaired_ = true;
        code = 0xFFFD;
      }
      append_utf8(plain, code);
      break;
    }
    default:  // "\d" of a regular expression copied without doubling the backslash
      repaired_ = true;
      plain += '\\';
      plain += c;
  }
  return true;
}

bool Reader::bare(std::string& out) {
  const auto start = at_;
  while (!over() && is_word(peek())) ++at_;
  // Only behind a whole word is it known that the word is whole.
  if (over() || at_ == start) return false;
  const auto word = text_.substr(start, at_ - start);
  if (word == "true" || word == "false" || word == "null") {
    out += word;
    return true;
  }
  if (word == "True" || word == "False" || word == "None") {
    repaired_ = true;
    out += word == "True" ? "true" : word == "False" ? "false" : "null";
    return true;
  }
  double number = 0;
  const auto* first = word.data() + (word[0] == '+' ? 1 : 0);
  const auto [end, error] = std::from_chars(first, word.data() + word.size(), number);
  if (end == word.data() + word.size() && error == std::errc{} && std::isfinite(number)) {
    if (word.find_first_not_of("-0123456789") == std::string_view::npos && word.size() < 16 &&
        (word.size() == 1 || (word[0] != '0' && word[0] != '-'))) {
      out += word;
    } else {
      base::JsonWriter(out).value(number);
    }
    return true;
  }
  repaired_ = true;
  if (end == word.data() + word.size() || word == "NaN" || word == "undefined") {
    out += "null";
    return true;
  }
  base::append_json_string(out, word);
  return true;
}

}  // namespace

std::optional<LenientValue> read_lenient_json(std::string_view text, std::size_t start, bool& truncated) {
  Reader reader(text, start);
  LenientValue result;
  const bool read = reader.value(result.json, 0);
  truncated = !read && reader.position() >= text.size();
  if (!read) return std::nullopt;
  result.end = reader.position();
  result.repaired = reader.repaired();
  return result;
}

std::optional<LenientValue> read_lenient_json(std::string_view text, std::size_t start) {
  bool truncated = false;
  return read_lenient_json(text, start, truncated);
}

}  // namespace assay::llm
