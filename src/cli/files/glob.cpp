#include "cli/files/glob.hpp"

#include <algorithm>

namespace assay::cli {
namespace {

bool in_class(std::string_view name, unsigned char c) {
  const bool lower = c >= 'a' && c <= 'z';
  const bool upper = c >= 'A' && c <= 'Z';
  const bool digit = c >= '0' && c <= '9';
  const bool graph = c > ' ' && c < 0x7f;
  if (name == "alpha") return lower || upper;
  if (name == "digit") return digit;
  if (name == "alnum") return lower || upper || digit;
  if (name == "lower") return lower;
  if (name == "upper") return upper;
  if (name == "space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "xdigit") return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  if (name == "punct") return graph && !lower && !upper && !digit;
  if (name == "graph") return graph;
  if (name == "print") return graph || c == ' ';
  if (name == "cntrl") return c < ' ' || c == 0x7f;
  return false;
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  const auto rest = pattern.starts_with('*') ? pattern.substr(1) : pattern;
  if (rest.find_first_of("*?[\\") == std::string_view::npos) {
    plain_ = rest.size() == pattern.size();
    suffix_ = !plain_;
    text_ = rest;
    return;
  }
  std::size_t at = 0;
  while (at < pattern.size()) {
    const bool at_start = at == 0 || pattern[at - 1] == '/';
    const auto ahead = pattern.substr(at);
    const auto stars = std::min(ahead.find_first_not_of('*'), ahead.size());
    if (at_start && stars >= 2 && ahead.substr(stars).starts_with('/')) {
      tokens_.push_back({Kind::folders, 0, 0});
      at += stars + 1;
    } else if (at_start && stars >= 2 && stars == ahead.size()) {
      tokens_.push_back({Kind::the_rest, 0, 0});
      at += stars;
    } else if (ahead.front() == '*') {
      if (tokens_.empty() || tokens_.back().kind != Kind::star) tokens_.push_back({Kind::star, 0, 0});
      ++at;
    } else if (ahead.front() == '?') {
      tokens_.push_back({Kind::any, 0, 0});
      ++at;
    } else if (ahead.front() == '[') {
      at = read_set(pattern, at);
    } else {
      if (ahead.front() == '\\' && ahead.size() > 1) ++at;
      tokens_.push_back({Kind::literal, pattern[at], 0});
      ++at;
    }
  }
}

/// Reads "[…]" at `at` and gives the position after it; a bracket that is never closed is a literal one.
std::size_t Glob::read_set(std::string_view pattern, std::size_t at) {
  ByteSet set;
  auto here = at + 1;
  const bool negated = here < pattern.size() && (pattern[here] == '!' || pattern[here] == '^');
  if (negated) ++here;
  for (bool first = true; here < pattern.size() && (first || pattern[here] != ']'); first = false) {
    if (pattern.substr(here).starts_with("[:")) {
      if (const auto end = pattern.find(":]", here + 2); end != std::string_view::npos) {
        const auto name = pattern.substr(here + 2, end - here - 2);
        for (std::size_t c = 0; c < set.size(); ++c)
          set[c] = set[c] || in_class(name, static_cast<unsigned char>(c));
        here = end + 2;
        continue;
      }
    }
    if (pattern[here] == '\\' && here + 1 < pattern.size()) ++here;
    const auto low = static_cast<unsigned char>(pattern[here++]);
    auto high = low;
    if (here + 1 < pattern.size() && pattern[here] == '-' && pattern[here + 1] != ']') {
      ++here;
      if (pattern[here] == '\\' && here + 1 < pattern.size()) ++here;
      high = static_cast<unsigned char>(pattern[here++]);
    }
    for (std::size_t c = low; c <= high; ++c) set.set(c);
  }
  if (here >= pattern.size()) {
    tokens_.push_back({Kind::literal, '[', 0});
    return at + 1;
  }
  if (negated) set.flip();
  set.reset('/');
  tokens_.push_back({Kind::set, 0, sets_.size()});
  sets_.push_back(set);
  return here + 1;
}

bool Glob::matches(std::string_view path) const {
  if (plain_) return path == text_;
  if (suffix_) {
    return path.ends_with(text_) &&
           path.substr(0, path.size() - text_.size()).find('/') == std::string_view::npos;
  }
  return matches_tokens(path);
}

/// Marks `state` and all that can be reached from it without a byte.
void Glob::enter(std::vector<char>& states, std::size_t state) const {
  while (true) {
    states[state] = 1;
    if (state == tokens_.size()) return;
    const auto kind = tokens_[state].kind;
    if (kind != Kind::star && kind != Kind::folders) return;
    ++state;
  }
}

bool Glob::matches_tokens(std::string_view path) const {
  std::vector<char> now(tokens_.size() + 1);
  std::vector<char> next(tokens_.size() + 1);
  enter(now, 0);
  for (const char c : path) {
    std::ranges::fill(next, 0);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (now[i] == 0) continue;
      const auto& token = tokens_[i];
      switch (token.kind) {
        case Kind::literal:
          if (c == token.byte) enter(next, i + 1);
          break;
        case Kind::any:
          if (c != '/') enter(next, i + 1);
          break;
        case Kind::set:
          if (sets_[token.set][static_cast<unsigned char>(c)]) enter(next, i + 1);
          break;
        case Kind::star:
          if (c != '/') enter(next, i);
          break;
        case Kind::folders:
          next[i] = 1;  // inside a folder's name: what follows may only begin after a slash
          if (c == '/') enter(next, i + 1);
          break;
        case Kind::the_rest:
          next[i] = 1;
          enter(next, i + 1);
          break;
      }
    }
    std::swap(now, next);
  }
  return now[tokens_.size()] != 0;
}

}  // namespace assay::cli
