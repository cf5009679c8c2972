#include "analysis/taint/name_tails.hpp"

#include <algorithm>
#include <cctype>

namespace assay::analysis::taint {
namespace {

constexpr std::size_t kMaxTails = 2000;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

}  // namespace

class NameTails::Parser {
 public:
  explicit Parser(std::string_view pattern) : rest_(pattern) {}

  Tails parse() {
    Tails all = alternatives(0);
    return rest_.empty() && !gave_up_ ? all : anything();
  }
  bool any_case() const { return any_case_; }

 private:
  static Tails anything() { return {{"", Tail::Left::any}}; }

  static void add(Tails& to, const Tails& from) {
    for (const Tail& one : from) {
      if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
    }
  }

  Tails alternatives(int depth) {
    Tails all;
    for (;;) {
      anchored_ = false;
      const Tails one = sequence(depth);
      // Without $ anything may follow what matches.
      add(all, depth == 0 && !anchored_ ? anything() : one);
      if (rest_.empty() || rest_[0] != '|') break;
      rest_.remove_prefix(1);
    }
    return all;
  }

  Tails sequence(int depth) {
    Tails so_far = {Tail{}};
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')' && !gave_up_) {
      const Tails item = quantified(one(depth));
      Tails next;
      for (const Tail& after : item) {
        if (after.left != Tail::Left::joined) {
          add(next, {after});
          continue;
        }
        for (const Tail& before : so_far) add(next, {{before.text + after.text, before.left}});
      }
      so_far = std::move(next);
      if (so_far.size() > kMaxTails) gave_up_ = true;
    }
    return so_far;
  }

  /// One character, class or group.
  Tails one(int depth) {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    anchored_ = false;
    if (c == '(') return group(depth);
    if (c == '[') return character_class();
    if (c == '\\') return escape();
    if (c == '.') return anything();
    if (c == '$') {
      anchored_ = true;
      return {Tail{}};
    }
    if (is_word(c)) return {{std::string(1, c), Tail::Left::joined}};
    return {{"", Tail::Left::ended}};  // ^ and all that is in no word
  }

  Tails group(int depth) {
    if (rest_.starts_with("?i)")) {
      any_case_ = true;
      rest_.remove_prefix(3);
      return {Tail{}};
    }
    if (rest_.starts_with("?:")) {
      rest_.remove_prefix(2);
    } else if (rest_.starts_with('?')) {
      gave_up_ = true;
    }
    Tails inside = alternatives(depth + 1);
    if (rest_.empty() || rest_[0] != ')') {
      gave_up_ = true;
    } else {
      rest_.remove_prefix(1);
    }
    anchored_ = false;
    return inside;
  }

  Tails character_class() {
    std::size_t end = rest_.find(']', rest_.starts_with("^") ? 2 : 1);
    if (end != std::string_view::npos && rest_[end - 1] == '\\') end = rest_.find(']', end + 1);
    if (end == std::string_view::npos) {
      gave_up_ = true;
    } else {
      rest_.remove_prefix(end + 1);
    }
    return anything();
  }

  Tails escape() {
    if (rest_.empty()) {
      gave_up_ = true;
      return anything();
    }
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (!is_word(c)) return {{"", Tail::Left::ended}};
    if (c == 'b') return {Tail{}, {"", Tail::Left::ended}};
    if (c != 'w' && c != 'd' && c != 's' && c != 'W' && c != 'D' && c != 'S') gave_up_ = true;
    return anything();
  }

  Tails quantified(Tails item) {
    while (!rest_.empty()) {
      const char c = rest_[0];
      if (c == '?') {
        add(item, {Tail{}});
      } else if (c == '*') {
        item = {Tail{}, {"", Tail::Left::any}};
      } else if (c == '+' || c == '{') {
        item = anything();
        if (c == '{') {
          const std::size_t end = rest_.find('}');
          if (end == std::string_view::npos) {
            gave_up_ = true;
            return item;
          }
          rest_.remove_prefix(end);
        }
      } else {
        break;
      }
      anchored_ = false;
      rest_.remove_prefix(1);
    }
    return item;
  }

  std::string_view rest_;
  bool anchored_ = false;  ///< the last thing that was read is $
  bool any_case_ = false;
  bool gave_up_ = false;
};

NameTails::NameTails(std::string_view pattern) {
  Parser parser(pattern);
  tails_ = parser.parse();
  any_case_ = parser.any_case();
  for (Tail& one : tails_) {
    if (one.left == Tail::Left::joined) one.left = Tail::Left::any;  // nothing anchors it
    if (any_case_) std::transform(one.text.begin(), one.text.end(), one.text.begin(), lower);
  }
}

bool NameTails::may_end_in(std::string_view word) const {
  if (!std::all_of(word.begin(), word.end(), is_word)) return true;
  std::string same_case(word);
  if (any_case_) std::transform(same_case.begin(), same_case.end(), same_case.begin(), lower);
  return std::any_of(tails_.begin(), tails_.end(), [&same_case](const Tail& one) {
    return one.left == Tail::Left::any ? same_case.ends_with(one.text) : same_case == one.text;
  });
}

}  // namespace assay::analysis::taint
