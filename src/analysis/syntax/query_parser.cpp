#include <algorithm>
#include <cctype>
#include <utility>

#include "analysis/syntax/query_pattern.hpp"

namespace assay::analysis {
namespace {

using Pattern = Query::Pattern;
using PatternPtr = std::unique_ptr<Pattern>;
constexpr int kMaxDepth = 60;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

/// Recursive descent over the query text. The first error stops it.
class Parser {
 public:
  Parser(const Grammar& grammar, std::string_view text) : grammar_(grammar), text_(text) {}

  base::Result<ParsedQuery> run() {
    for (skip(); !at_end(); skip()) {
      PatternPtr pattern = element(0);
      if (!pattern) return failure();
      if (pattern->times != Pattern::Times::once || pattern->field != 0) {
        error("an outermost pattern can have neither a quantifier nor a field");
        return failure();
      }
      out_.patterns.push_back(std::move(pattern));
    }
    if (out_.patterns.empty()) {
      error("the query is empty");
      return failure();
    }
    return std::move(out_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void skip() {
    while (!at_end()) {
      if (std::isspace(static_cast<unsigned char>(peek())) != 0) {
        ++at_;
      } else if (peek() == ';') {
        while (!at_end() && peek() != '\n') ++at_;
      } else {
        return;
      }
    }
  }
  std::string_view word() {
    const std::size_t begin = at_;
    while (!at_end() && is_word(peek())) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  PatternPtr error(std::string message) {
    if (message_.empty()) {
      const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
      message_ = std::move(message) + " (query line " + std::to_string(line) + ")";
    }
    return nullptr;
  }
  base::Result<ParsedQuery> failure() { return base::fail(base::Errc::invalid_argument, message_); }

  PatternPtr element(int depth) {
    if (depth > kMaxDepth) return error("the query is nested too deeply");
    FieldId field = 0;
    if (std::isalpha(static_cast<unsigned char>(peek())) != 0) {
      const std::size_t before = at_;
      const std::string_view name = word();
      skip();
      if (!take(':')) {
        at_ = before;
        return error("expected ':' after the field name " + std::string(name));
      }
      field = grammar_.field(name);
      if (field == 0) return error("the grammar has no field " + std::string(name));
      skip();
    }
    PatternPtr pattern = primary(depth);
    if (!pattern) return nullptr;
    if (field != 0) pattern->field = field;
    return suffix(std::move(pattern));
  }

  PatternPtr primary(int depth) {
    if (take('(')) return parenthesis(depth);
    if (take('[')) return choice(depth);
    if (take('"')) return anonymous();
    if (peek() == '_') {
      ++at_;
      return std::make_unique<Pattern>();
    }
    return error(at_end() ? "the query ends too early" : "unexpected '" + std::string(1, peek()) + "'");
  }

  PatternPtr anonymous() {
    std::string name;
    while (!at_end() && peek() != '"') {
      if (peek() == '\\' && at_ + 1 < text_.size()) ++at_;
      name += peek();
      ++at_;
    }
    if (!take('"')) return error("a string is not closed");
    auto pattern = std::make_unique<Pattern>();
    pattern->type = Pattern::Type::kind;
    pattern->token = true;
    pattern->kind = grammar_.kind(name, false);
    if (pattern->kind == kNoKind) return error("the grammar has no token \"" + name + "\"");
    return pattern;
  }

  PatternPtr choice(int depth) {
    auto pattern = std::make_unique<Pattern>();
    pattern->type = Pattern::Type::choice;
    for (skip(); !take(']'); skip()) {
      PatternPtr alternative = element(depth + 1);
      if (!alternative) return nullptr;
      if (alternative->times != Pattern::Times::once)
        return error("a quantifier inside [ ] is not supported");
      pattern->children.push_back(std::move(alternative));
    }
    if (pattern->children.empty()) return error("[ ] needs an alternative");
    return pattern;
  }

  PatternPtr parenthesis(int depth) {
    skip();
    auto pattern = std::make_unique<Pattern>();
    if (peek() == '#') return error("predicates are not written into the query; use `where`");
    const char first = peek();
    if (first == '(' || first == '[' || first == '"') {
      pattern->type = Pattern::Type::group;
    } else {
      const std::string_view name = word();
      if (name.empty()) return error("expected a kind of node");
      if (name == "_") {
        pattern->type = Pattern::Type::any_named;
      } else if (name == "MISSING") {
        pattern->type = Pattern::Type::missing;
      } else {
        pattern->type = Pattern::Type::kind;
        pattern->kind = grammar_.kind(name, true);
        if (pattern->kind == kNoKind) return error("the grammar has no kind of node " + std::string(name));
      }
    }
    bool anchored = false;
    for (skip(); !take(')'); skip()) {
      if (at_end()) return error("a parenthesis is not closed");
      if (take('.')) {
        anchored = true;
      } else if (take('!')) {
        const std::string_view name = word();
        const FieldId field = grammar_.field(name);
        if (field == 0) return error("the grammar has no field " + std::string(name));
        pattern->absent.push_back(field);
      } else {
        PatternPtr child = element(depth + 1);
        if (!child) return nullptr;
        child->anchored = std::exchange(anchored, false);
        if (child->type == Pattern::Type::group) child->children.front()->anchored = child->anchored;
        pattern->children.push_back(std::move(child));
      }
    }
    pattern->anchored_end = anchored;
    if (pattern->type == Pattern::Type::group && pattern->children.empty()) return error("an empty group");
    return pattern;
  }

  PatternPtr suffix(PatternPtr pattern) {
    for (skip();; skip()) {
      if (take('@')) {
        const std::string_view name = word();
        if (name.empty()) return error("expected a capture's name after @");
        pattern->captures.push_back(capture(name));
      } else if (take('?')) {
        pattern->times = Pattern::Times::optional;
      } else if (take('*')) {
        pattern->times = Pattern::Times::any;
      } else if (take('+')) {
        pattern->times = Pattern::Times::some;
      } else {
        if (pattern->type == Pattern::Type::group && !pattern->captures.empty()) {
          return error("a group can't be captured, only a node");
        }
        return pattern;
      }
    }
  }

  std::uint16_t capture(std::string_view name) {
    auto& names = out_.capture_names;
    auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) found = names.insert(names.end(), std::string(name));
    return static_cast<std::uint16_t>(found - names.begin());
  }

  const Grammar& grammar_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::string message_;
  ParsedQuery out_;
};

}  // namespace

base::Result<ParsedQuery> parse_query(const Grammar& grammar, std::string_view text) {
  return Parser(grammar, text).run();
}

}  // namespace assay::analysis
