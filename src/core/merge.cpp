#include "core/merge.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace assay::core {
namespace {

constexpr std::size_t kLongestFiller = 8;

bool is_filler(std::string_view word) {
  // In order.
  constexpr std::array<std::string_view, 27> kFillers = {
      "a",        "an",  "and", "are", "be",   "by",    "can", "for",  "from",
      "if",       "in",  "is",  "may", "not",  "of",    "on",  "or",   "possible",
      "possibly", "the", "to",  "use", "used", "using", "via", "when", "with"};
  return word.size() <= kLongestFiller && std::ranges::binary_search(kFillers, word);
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

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// The words of a title that say something, each once, in order. Made for every pair of findings, so it
/// seldom allocates more than twice.
class TellingWords {
 public:
  explicit TellingWords(std::string_view title) : text_(title) {
    words_.reserve(title.size() / 4 + 1);
    std::ranges::transform(text_, text_.begin(), lower);
    const std::string_view text = text_;
    for (std::size_t at = 0; at < text.size();) {
      auto end = at;
      while (end < text.size() && is_word_byte(text[end])) ++end;
      add(text.substr(at, end - at));
      at = end + 1;
    }
    std::ranges::sort(words_);
    const auto repeated = std::ranges::unique(words_);
    words_.erase(repeated.begin(), repeated.end());
  }
  TellingWords(const TellingWords&) = delete;
  TellingWords& operator=(const TellingWords&) = delete;

  std::size_t size() const { return words_.size(); }
  /// How many of them the other title has, too, in whatever form.
  std::size_t found_in(const TellingWords& other) const {
    return static_cast<std::size_t>(std::ranges::count_if(words_, [&](auto word) {
      return std::ranges::binary_search(other.words_, word) ||
             std::ranges::any_of(other.words_, [&](auto form) { return one_stem(word, form); });
    }));
  }

 private:
  void add(std::string_view word) {
    if (word.size() > 3 && word.ends_with('s')) word.remove_suffix(1);
    if (!word.empty() && !is_filler(word)) words_.push_back(word);
  }

  std::string text_;
  std::vector<std::string_view> words_;  // in text_
};

/// How much two titles say alike: telling words that both have, and how many the shorter one has.
struct Likeness {
  std::size_t common;
  std::size_t shorter;
};

Likeness likeness(std::string_view a, std::string_view b) {
  const TellingWords left(a);
  const TellingWords right(b);
  return {.common = std::min(left.found_in(right), right.found_in(left)),
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

/// True where the value that does harm at `flow` comes by the lines of `place`.
bool comes_by(const Issue& flow, const Issue& place) {
  return std::ranges::any_of(flow.trace, [&](const PathStep& step) {
    return (step.path.empty() || step.path == place.path) && place.lines->start <= step.line &&
           step.line <= place.lines->end;
  });
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
  if (a.lines->start > b.lines->end || b.lines->start > a.lines->end) {
    // One reviewer names the line where a query is put together, the other the one that runs it.
    return same_category && !share_source(a, b) && share_weakness(a, b) && (comes_by(a, b) || comes_by(b, a));
  }
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
      // A rule says the same each time; by it a finding is suppressed, counted and known again.
      if (same->rule_id.empty() && !issue.rule_id.empty()) std::swap(*same, issue);
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
