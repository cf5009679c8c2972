#include <cctype>

#include "analysis/backtracking/parser.hpp"

namespace assay::analysis::backtracking {

using Kind = Pattern::Kind;

Pattern PatternParser::escape() {
  Pattern p;
  if (done()) {
    fail();
    return p;
  }
  const std::uint32_t c = peek();
  if (c < 128) {
    if (const auto set = class_of_letter(static_cast<char>(c), dialect_)) {
      ++at_;
      return of(*set);
    }
  }
  switch (c) {
    case 'b':
    case 'B':
      ++at_;
      p.kind = Kind::boundary;
      p.negative = c == 'B';
      return p;
    case 'A':
    case 'G':
    case 'K':
      ++at_;
      p.kind = c == 'A' ? Kind::begin : Kind::nothing;
      return p;
    case 'Z':
    case 'z':
      ++at_;
      p.kind = Kind::end;
      return p;
    case 'p':
    case 'P': {
      ++at_;
      auto set = property();
      if (set) return of(c == 'P' ? set->complement() : std::move(*set));
      p.kind = Kind::unknown;
      return p;
    }
    case 'R':
      ++at_;
      return of(CharSet{{'\n', '\r'}});
    case 'N':
      ++at_;
      return of(CharSet{{'\n', '\n'}}.complement());
    case 'X':
      ++at_;
      p.kind = Kind::unknown;
      return p;
    case 'Q': {
      ++at_;
      p.kind = Kind::sequence;
      while (!done() && !looking_at("\\E")) p.children.push_back(single(text_[at_++]));
      take("\\E");
      return p;
    }
    case 'E':
      ++at_;
      return p;
    case 'k':
    case 'g':
      ++at_;
      p.kind = Kind::unknown;
      if (c == 'g' && looking_at("<")) fail();  // Ruby calls a group
      if (take("<"))
        skip_to('>');
      else if (take("{"))
        skip_to('}');
      else if (take("'"))
        skip_to('\'');
      else
        number();
      return p;
    default:
      break;
  }
  if (c >= '1' && c <= '9') {
    number(10, 2);
    p.kind = Kind::unknown;
    return p;
  }
  if (const auto single_char = escaped_char()) return single(*single_char);
  fail();
  return p;
}

std::optional<std::uint32_t> PatternParser::escaped_char() {
  const std::uint32_t c = text_[at_++];
  const auto hex = [&](int digits) -> std::optional<std::uint32_t> {
    const bool braces = take("{");
    const auto value = number(16, braces ? 8 : digits);
    if (!value || (braces && !take("}")) || *value > static_cast<int>(kLastChar)) return std::nullopt;
    return static_cast<std::uint32_t>(*value);
  };
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    case 'e':
      return 0x1B;
    case 'x':
      return hex(2);
    case 'u':
      return hex(4);
    case 'U':
      return hex(8);
    case '0':
      return static_cast<std::uint32_t>(number(8, 2).value_or(0));
    case 'c':
      return done() ? std::nullopt : std::optional(text_[at_++] & 0x1FU);
    default:
      break;
  }
  if (c < 128 && std::isalnum(static_cast<int>(c)) != 0 && dialect_ != Dialect::javascript)
    return std::nullopt;
  return c;
}

/// After `\p` or `\P`.
std::optional<CharSet> PatternParser::property() {
  std::string name;
  if (take("{")) {
    while (!done() && peek() != '}') name += static_cast<char>(text_[at_++] & 0x7FU);
    if (!take("}")) fail();
  } else if (!done()) {
    name = static_cast<char>(text_[at_++] & 0x7FU);
  }
  const auto set = class_of_name(name);
  if (set && name.starts_with('^')) return set->complement();
  return set;
}

/// One member of a class: a single character (returned in `single` as well) or a set.
std::optional<CharSet> PatternParser::bracket_member(std::uint32_t& single) {
  single = kLastChar + 1;
  if (take("[:")) {
    const bool negative = take("^");
    std::string name;
    while (!done() && peek() != ':') name += static_cast<char>(text_[at_++] & 0x7FU);
    const auto set = class_of_name(name);
    if (!set || !take(":]")) return std::nullopt;
    return negative ? set->complement() : *set;
  }
  std::uint32_t c = text_[at_++];
  if (c == '\\') {
    if (done()) return std::nullopt;
    const std::uint32_t letter = peek();
    if (letter < 128) {
      if (auto set = class_of_letter(static_cast<char>(letter), dialect_)) {
        ++at_;
        return set;
      }
    }
    if (letter == 'p' || letter == 'P') {
      ++at_;
      auto set = property();
      if (set && letter == 'P') return set->complement();
      return set;
    }
    if (letter == 'b') {
      ++at_;
      c = '\b';
    } else if (letter >= '1' && letter <= '7') {
      c = static_cast<std::uint32_t>(number(8, 3).value_or(0));
    } else {
      const auto escaped = escaped_char();
      if (!escaped) return std::nullopt;
      c = *escaped;
    }
  }
  single = c;
  return CharSet{{c, c}};
}

CharSet PatternParser::bracket() {
  const bool nests = dialect_ == Dialect::java || dialect_ == Dialect::ruby;
  if (++depth_ > 60) fail();
  const bool negative = take("^");
  CharSet set;
  bool first = dialect_ != Dialect::javascript;  // JavaScript's [] is empty
  for (;; first = false) {
    if (done()) {
      fail();
      break;
    }
    if (peek() == ']' && !first) {
      ++at_;
      break;
    }
    if (nests && take("&&")) {
      // What is left of the class is the other side, `[` or not.
      CharSet other;
      if (take("[")) {
        other = bracket();
        if (!take("]")) fail();
      } else {
        other = bracket();
      }
      set.intersect(other);
      break;
    }
    if (nests && peek() == '[' && peek(1) != ':') {
      ++at_;
      set.add(bracket());
      continue;
    }
    if (dialect_ == Dialect::dotnet && take("-[")) {
      CharSet without = bracket().complement();
      set.intersect(without);
      if (!take("]")) fail();
      break;
    }
    std::uint32_t low = 0;
    auto member = bracket_member(low);
    if (!member) {
      fail();
      break;
    }
    if (low <= kLastChar && peek() == '-' && peek(1) != ']' && peek(1) != '[' && at_ + 1 < text_.size()) {
      const std::size_t dash = at_++;
      std::uint32_t high = 0;
      const auto end = bracket_member(high);
      if (end && high <= kLastChar && high >= low) {
        set.add(low, high);
        continue;
      }
      if (end && high <= kLastChar) {
        fail();
        break;
      }
      at_ = dash;  // `a-\d`: the dash is itself
    }
    set.add(*member);
  }
  --depth_;
  if (flags_.ignore_case) set = set.folded();
  return negative ? set.complement() : set;
}

}  // namespace assay::analysis::backtracking
