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
  constexpr std::array<std::string_view, 24> kFillers = {
      "a",  "an",  "the", "of",  "in",  "on",  "to",  "is",   "are",   "and",  "or",  "with",
      "by", "for", "be",  "can", "may", "not", "via", "from", "using", "used", "use", "possible"};
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

bool mostly_same_words(std::string_view a, std::string_view b) {
  const auto left = telling_words(a);
  const auto right = telling_words(b);
  if (left.empty() || right.empty()) return a == b;
  const auto common = std::ranges::count_if(left, [&](const auto& word) { return right.contains(word); });
  return 2 * static_cast<std::size_t>(common) >= std::min(left.size(), right.size()) + 1 ||
         (static_cast<std::size_t>(common) == left.size() && left.size() == right.size());
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
  if (a.path != b.path || a.category != b.category || a.lines.has_value() != b.lines.has_value())
    return false;
  if (!a.lines) return mostly_same_words(a.title, b.title);
  if (a.lines->start > b.lines->end || b.lines->start > a.lines->end) return false;
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
