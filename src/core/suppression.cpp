#include "core/suppression.hpp"

#include <algorithm>
#include <array>

namespace assay::core {
namespace {

constexpr std::string_view kWords = "assay:";
constexpr std::string_view kIgnore = "ignore";
constexpr std::size_t kMaxReason = 300;
constexpr std::string_view kBlank = " \t\r\f";

/// What comments begin with in the languages there are; `*` is a line inside a block comment.
constexpr std::array<std::string_view, 10> kSigns = {"#", "//", "/*", "--", "<!--",
                                                     ";", "%",  "*",  "{-", "(*"};

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

/// Where the comment begins whose text holds the words at `words`; npos for none.
std::size_t comment_start(std::string_view line, std::size_t words) {
  std::string_view before = line.substr(0, words);
  const auto last = before.find_last_not_of(kBlank);
  if (last == std::string_view::npos) return std::string_view::npos;
  before = before.substr(0, last + 1);
  std::size_t best = std::string_view::npos;
  for (const auto sign : kSigns) {
    if (before.ends_with(sign)) best = std::min(best, before.size() - sign.size());
  }
  return best;
}

bool is_comment_line(std::string_view line) {
  const auto text = trimmed(line);
  return std::any_of(kSigns.begin(), kSigns.end(), [&](auto sign) {
    // `*p = 1;` and `--i;` are code, `#include` hides nothing that is ever reported.
    return text.starts_with(sign) && (sign.size() > 1 || text.size() == 1 || text[1] == ' ') && sign != "%";
  });
}

void read_rules(std::string_view list, std::vector<std::string>& rules) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (const auto one = trimmed(list.substr(0, comma)); !one.empty()) rules.emplace_back(one);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

/// The comment's text after the words, without the sign that closes it.
std::string_view without_end(std::string_view text) {
  for (const std::string_view end : {"*/", "-->", "-}", "*)", "%}", "%>"}) {
    if (const auto at = text.find(end); at != std::string_view::npos) text = text.substr(0, at);
  }
  return trimmed(text);
}

bool parse(std::string_view line, Suppression& out, bool& alone) {
  for (auto at = line.find(kWords); at != std::string_view::npos; at = line.find(kWords, at + 1)) {
    const auto start = comment_start(line, at);
    if (start == std::string_view::npos) continue;
    auto rest = trimmed(line.substr(at + kWords.size()));
    if (!rest.starts_with(kIgnore)) continue;
    rest.remove_prefix(kIgnore.size());
    if (!rest.empty() && rest.front() == '[') {
      const auto close = rest.find(']');
      if (close == std::string_view::npos) continue;
      read_rules(rest.substr(1, close - 1), out.rules);
      if (out.rules.empty()) continue;
      rest.remove_prefix(close + 1);
    } else if (!rest.empty() && kBlank.find(rest.front()) == std::string_view::npos && rest.front() != ':' &&
               !without_end(rest).empty()) {
      continue;  // "assay: ignored" is prose
    }
    auto reason = without_end(rest);
    while (!reason.empty() && (reason.front() == ':' || reason.front() == '-'))
      reason = trimmed(reason.substr(1));
    out.reason = reason.substr(0, kMaxReason);
    alone = trimmed(line.substr(0, start)).empty();
    return true;
  }
  return false;
}

}  // namespace

std::vector<Suppression> find_suppressions(std::string_view code) {
  std::vector<Suppression> found;
  if (code.find(kWords) == std::string_view::npos) return found;
  std::vector<std::size_t> waiting;  // those that stand alone and have met no code yet
  int number = 0;
  while (!code.empty()) {
    const auto end = std::min(code.find('\n'), code.size());
    const auto line = code.substr(0, end);
    code.remove_prefix(std::min(end + 1, code.size()));
    ++number;
    Suppression one{number, number, {}, {}};
    bool alone = false;
    if (parse(line, one, alone)) {
      found.push_back(std::move(one));
      if (alone) {
        found.back().target = 0;
        waiting.push_back(found.size() - 1);
        continue;
      }
    }
    if (waiting.empty() || trimmed(line).empty() || is_comment_line(line)) continue;
    for (const auto index : waiting) found[index].target = number;
    waiting.clear();
  }
  return found;
}

bool matches_rule(std::string_view pattern, std::string_view rule_id) {
  if (pattern.ends_with('*')) return rule_id.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == rule_id;
}

const Suppression* suppression_of(const Issue& issue, const std::vector<Suppression>& all) {
  if (!issue.lines) return nullptr;
  const auto covers = [&](const Suppression& one) {
    if (one.target < issue.lines->start || one.target > issue.lines->end) return false;
    return one.rules.empty() || std::any_of(one.rules.begin(), one.rules.end(), [&](const auto& rule) {
             return matches_rule(rule, issue.rule_id);
           });
  };
  const auto found = std::find_if(all.begin(), all.end(), covers);
  return found == all.end() ? nullptr : &*found;
}

std::string describe(const Suppression& suppression) {
  const std::string where = "the comment on line " + std::to_string(suppression.line);
  return suppression.reason.empty() ? where + " gives no reason" : suppression.reason + " (" + where + ")";
}

}  // namespace assay::core
