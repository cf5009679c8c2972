#include "analysis/backtracking/parser.hpp"

#include <algorithm>
#include <cctype>

namespace assay::analysis::backtracking {
namespace {

using Kind = Pattern::Kind;

constexpr std::size_t kMaxLength = 4000;
constexpr int kMaxDepth = 60;

/// The code points of UTF-8; bytes that are none stand for themselves.
std::vector<std::uint32_t> decode(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    std::uint32_t c = more == 0 ? lead : lead & (0x3FU >> more);
    bool whole = i + static_cast<std::size_t>(more) < text.size();
    for (int k = 1; whole && k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      whole = (next & 0xC0U) == 0x80;
      c = (c << 6U) | (next & 0x3FU);
    }
    if (!whole || c > kLastChar) c = lead;
    out.push_back(c);
    i += whole ? static_cast<std::size_t>(more) + 1 : 1;
  }
  return out;
}

Pattern node(Kind kind) {
  Pattern p;
  p.kind = kind;
  return p;
}

Pattern around(Kind kind, Pattern child) {
  Pattern p = node(kind);
  p.children.push_back(std::move(child));
  return p;
}

}  // namespace

PatternParser::PatternParser(std::string_view text, Dialect dialect, Flags flags)
    : text_(decode(text)), dialect_(dialect), flags_(flags) {}

std::optional<Pattern> PatternParser::parse() {
  if (text_.size() > kMaxLength) return std::nullopt;
  Pattern whole = choice();
  if (!done()) fail();
  if (failed_) return std::nullopt;
  return whole;
}

bool PatternParser::looking_at(std::string_view word) const {
  if (at_ + word.size() > text_.size()) return false;
  return std::equal(word.begin(), word.end(), text_.begin() + static_cast<std::ptrdiff_t>(at_),
                    [](char a, std::uint32_t b) { return static_cast<unsigned char>(a) == b; });
}

bool PatternParser::take(std::string_view word) {
  if (!looking_at(word)) return false;
  at_ += word.size();
  return true;
}

std::optional<int> PatternParser::number(int base, int digits) {
  int value = 0;
  int read = 0;
  for (; read < digits && !done(); ++read, ++at_) {
    const std::uint32_t c = peek();
    const int digit = c >= '0' && c <= '9' ? static_cast<int>(c - '0')
                      : c < 128 && std::isxdigit(static_cast<int>(c)) != 0
                          ? std::tolower(static_cast<int>(c)) - 'a' + 10
                          : base;
    if (digit >= base) break;
    value = std::min(value * base + digit, 0x110000);
  }
  return read == 0 ? std::nullopt : std::optional(value);
}

void PatternParser::skip_to(char close) {
  while (!done() && peek() != static_cast<unsigned char>(close)) ++at_;
  if (done()) return fail();
  ++at_;
}

void PatternParser::skip_verbose() {
  while (flags_.verbose && !done()) {
    if (peek() == '#') {
      while (!done() && peek() != '\n') ++at_;
    } else if (peek() == ' ' || (peek() >= '\t' && peek() <= '\r')) {
      ++at_;
    } else {
      return;
    }
  }
}

Pattern PatternParser::of(CharSet set) const {
  Pattern p = node(Kind::set);
  p.set = flags_.ignore_case ? set.folded() : std::move(set);
  return p;
}

Pattern PatternParser::single(std::uint32_t c) const { return of(CharSet{{c, c}}); }

Pattern PatternParser::choice() {
  if (++depth_ > kMaxDepth) fail();
  const Flags outside = flags_;
  Pattern ways = node(Kind::choice);
  ways.children.push_back(sequence());
  while (take("|")) ways.children.push_back(sequence());
  flags_ = outside;
  --depth_;
  return ways.children.size() == 1 ? std::move(ways.children.front()) : std::move(ways);
}

Pattern PatternParser::sequence() {
  Pattern all = node(Kind::sequence);
  for (;;) {
    skip_verbose();
    if (done() || peek() == '|' || peek() == ')') break;
    auto one = item();
    if (failed_) break;
    if (one) all.children.push_back(quantified(std::move(*one)));
  }
  return all.children.size() == 1 ? std::move(all.children.front()) : std::move(all);
}

Pattern PatternParser::quantified(Pattern item) {
  for (;;) {
    skip_verbose();
    int min = 0;
    int max = Pattern::kNoLimit;
    bool braces = false;
    if (take("?")) {
      max = 1;
    } else if (take("+")) {
      min = 1;
    } else if (peek() == '{') {
      const std::size_t back = at_++;
      const auto low = number();
      const bool comma = take(",");
      const auto high = comma ? number() : low;
      const bool open_ended = low || (high && (dialect_ == Dialect::python || dialect_ == Dialect::ruby));
      if (!open_ended || !take("}")) {
        at_ = back;
        return item;
      }
      braces = true;
      min = low.value_or(0);
      max = high.value_or(Pattern::kNoLimit);
      if (max != Pattern::kNoLimit && max < min) {
        fail();
        return item;
      }
    } else if (!take("*")) {
      return item;
    }
    Pattern repeat = around(Kind::repeat, std::move(item));
    repeat.min = min;
    repeat.max = max;
    item = std::move(repeat);
    if (take("?")) continue;  // tried in another order, but tried
    // Ruby's `{2}+` is a repetition of a repetition.
    if (!(braces && dialect_ == Dialect::ruby) && take("+")) item = around(Kind::atomic, std::move(item));
  }
}

std::optional<Pattern> PatternParser::item() {
  const std::uint32_t c = text_[at_++];
  switch (c) {
    case '(': {
      const std::size_t open = at_;
      // `(?i)` holds for what follows in the same group and is no item itself.
      if (take("?")) {
        while (peek() < 128 && (std::isalpha(static_cast<int>(peek())) != 0 || peek() == '-') &&
               peek() != 'P')
          ++at_;
        const bool flags_alone = peek() == ')' && at_ > open + 1;
        at_ = open;
        if (flags_alone) {
          bool on = true;
          for (++at_; peek() != ')'; ++at_) {
            if (peek() == '-') on = false;
            if (peek() == 'i') flags_.ignore_case = on;
            if (peek() == 's' || (peek() == 'm' && dialect_ == Dialect::ruby)) flags_.dot_all = on;
            if (peek() == 'x') flags_.verbose = on;
          }
          ++at_;
          return std::nullopt;
        }
        if (looking_at("?#")) {
          skip_to(')');
          return std::nullopt;
        }
      }
      return group();
    }
    case '[':
      return of(bracket());
    case '.': {
      CharSet set = CharSet::all();
      const bool all_line_ends = dialect_ == Dialect::javascript || dialect_ == Dialect::java;
      if (!flags_.dot_all) set = CharSet{{'\n', '\n'}}.complement();
      if (!flags_.dot_all && all_line_ends)
        set.intersect(CharSet{{'\r', '\r'}, {0x2028, 0x2029}}.complement());
      return of(std::move(set));
    }
    case '^':
      return node(Kind::begin);
    case '$':
      return node(Kind::end);
    case '\\':
      return escape();
    case '*':
    case '+':
    case '?':
      fail();
      return std::nullopt;
    default:
      return single(c);
  }
}

Pattern PatternParser::group() {
  const Flags outside = flags_;
  Kind kind = Kind::sequence;
  bool negative = false;
  bool behind = false;
  if (take("?")) {
    if (take(">")) {
      kind = Kind::atomic;
    } else if (take("=") || take("!")) {
      kind = Kind::look;
      negative = text_[at_ - 1] == '!';
    } else if (take("<=") || take("<!")) {
      kind = Kind::look;
      behind = true;
      negative = text_[at_ - 1] == '!';
    } else if (take("P=")) {
      skip_to(')');
      return node(Kind::unknown);
    } else if (take("P<") || take("<")) {
      skip_to('>');
    } else if (take("'")) {
      skip_to('\'');
    } else if (!take(":") && !take("|")) {
      bool on = true;
      for (; !done() && peek() != ':'; ++at_) {
        if (peek() == '-')
          on = false;
        else if (peek() == 'i')
          flags_.ignore_case = on;
        else if (peek() == 's' || (peek() == 'm' && dialect_ == Dialect::ruby))
          flags_.dot_all = on;
        else if (peek() == 'x')
          flags_.verbose = on;
        else if (peek() > 127 || std::islower(static_cast<int>(peek())) == 0)
          break;
      }
      if (!take(":")) fail();  // conditions, calls
    }
  } else if (looking_at("*")) {
    fail();  // PCRE's verbs
  }
  Pattern inner = choice();
  if (!take(")")) fail();
  flags_ = outside;
  if (kind == Kind::sequence) return inner;
  Pattern out = around(kind, std::move(inner));
  out.negative = negative;
  out.behind = behind;
  return out;
}

std::optional<Pattern> parse_pattern(std::string_view text, Dialect dialect, Flags flags) {
  return PatternParser(text, dialect, flags).parse();
}

}  // namespace assay::analysis::backtracking
