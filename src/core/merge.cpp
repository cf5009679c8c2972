#include "core/merge.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <tuple>

namespace assay::core {
namespace {

bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 27> kFillers = {
      "a",   "an", "the",  "of",    "in",   "on",  "to",       "is",       "are",
      "and", "or", "with", "by",    "for",  "be",  "can",      "may",      "not",
      "via", "if", "from", "using", "used", "use", "possible", "possibly", "when"};
  return std::ranges::find(kFillers, word) != kFillers.end();
}

std::set<std::string> telling_words(std::string_view title) {
  std::set<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (word.size() > 3 && word.ends_with('s')) word.pop_back();
    if (!word.empty() && !is_filler(word)) words.insert(word);
    word.clear();
  };
  for (const char c : title) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80) {
      word.push_back(static_cast<char>(std::tolower(byte)));
    } else {
      flush();
    }
  }
  flush();
  return words;
}

/// Two forms of one word: "compared" and "comparison", "except" and "exception", but not "integer" and
/// "integrity".
bool one_stem(std::string_view a, std::string_view b) {
  constexpr std::size_t kStem = 6;       // letters that tell a word from others
  constexpr std::size_t kShortStem = 5;  // enough where one word is the beginning of the other
  constexpr std::size_t kEnding = 5;     // the longest ending: "every", "everything"
  const auto shared = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const std::size_t shorter = std::min(a.size(), b.size());
  return std::max(a.size(), b.size()) - shared <= kEnding &&
         (shared >= kStem || (shared >= kShortStem && shared == shorter));
}

/// How much two titles say alike: telling words that both have, and how many the shorter one has.
struct Likeness {
  std::size_t common;
  std::size_t shorter;
};

Likeness likeness(std::string_view a, std::string_view b) {
  const auto left = telling_words(a);
  const auto right = telling_words(b);
  const auto shared = [](const std::set<std::string>& words, const std::set<std::string>& others) {
    return std::ranges::count_if(words, [&](const auto& word) {
      return others.contains(word) ||
             std::ranges::any_of(others, [&](const auto& other) { return one_stem(word, other); });
    });
  };
  return {.common = static_cast<std::size_t>(std::min(shared(left, right), shared(right, left))),
          .shorter = std::min(left.size(), right.size())};
}

bool mostly_same_words(std::string_view a, std::string_view b) {
  const auto [common, shorter] = likeness(a, b);
  return shorter == 0 ? a == b : 2 * common >= shorter + 1;
}

/// Enough for two reviewers who mean one line, who have no words in common by agreement.
bool half_same_words(std::string_view a, std::string_view b) {
  const auto [common, shorter] = likeness(a, b);
  return common >= 2 && 2 * common >= shorter;
}

/// One title says nothing that the other does not say as well.
bool same_words(std::string_view a, std::string_view b) {
  const auto [common, shorter] = likeness(a, b);
  return common >= 2 && common == shorter;
}

bool share_source(const Issue& a, const Issue& b) {
  return std::ranges::any_of(
      a.sources, [&](const auto& source) { return std::ranges::find(b.sources, source) != b.sources.end(); });
}

bool share_weakness(const Issue& a, const Issue& b) {
  return std::ranges::any_of(a.cwe, [&](int id) { return std::ranges::find(b.cwe, id) != b.cwe.end(); });
}

void absorb(Issue& into, const Issue& other) {
  bool new_source = false;
  for (const auto& source : other.sources) {
    if (std::ranges::find(into.sources, source) == into.sources.end()) {
      into.sources.push_back(source);
      new_source = true;
    }
  }
  into.severity = std::max(into.severity, other.severity);
  into.confidence = new_source ? 1 - (1 - into.confidence) * (1 - other.confidence)
                               : std::max(into.confidence, other.confidence);
  if (!into.suggestion) into.suggestion = other.suggestion;
  if (into.trace.empty()) into.trace = other.trace;
  if (!into.agreement) into.agreement = other.agreement;
  for (const int id : other.cwe) {
    if (std::ranges::find(into.cwe, id) == into.cwe.end()) into.cwe.push_back(id);
  }
}

}  // namespace

bool same_finding(const Issue& a, const Issue& b) {
  if (a.path != b.path || a.lines.has_value() != b.lines.has_value()) return false;
  const bool same_category = a.category == b.category;
  if (!a.lines) return same_category && mostly_same_words(a.title, b.title);
  if (a.lines->start > b.lines->end || b.lines->start > a.lines->end) return false;
  const bool one_line = a.lines == b.lines && a.lines->start == a.lines->end && !share_source(a, b);
  // What one reviewer calls unreadable another calls wrong.
  if (!same_category) return one_line && same_words(a.title, b.title);
  if (one_line && half_same_words(a.title, b.title)) return true;
  // One rule that fires twice in a line means two places there; only different finders repeat each other.
  if (!a.rule_id.empty() && a.rule_id == b.rule_id) return a.lines == b.lines && a.quote == b.quote;
  return same_claim(a, b);
}

bool same_claim(const Issue& a, const Issue& b) {
  return share_weakness(a, b) || mostly_same_words(a.title, b.title);
}

std::vector<Issue> merge_issues(std::vector<Issue> issues) {
  std::vector<Issue> merged;
  merged.reserve(issues.size());
  for (auto& issue : issues) {
    const auto same =
        std::ranges::find_if(merged, [&](const Issue& other) { return same_finding(other, issue); });
    if (same == merged.end()) {
      merged.push_back(std::move(issue));
    } else {
      absorb(*same, issue);
    }
  }
  return merged;
}

void sort_worst_first(std::vector<Issue>& issues) {
  const auto key = [](const Issue& issue) {
    return std::tuple{!issue.lines.has_value(), -static_cast<int>(issue.severity), -issue.confidence,
                      issue.lines ? issue.lines->start : 0};
  };
  std::ranges::stable_sort(issues, {}, key);
}

}  // namespace assay::core
