#include "fakes/plausible_review.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "fakes/review_patterns.hpp"

namespace assay::fakes {
namespace {

bool matches(std::string_view line, const ReviewPattern& pattern) {
  if (line.find(pattern.first) == std::string_view::npos) return false;
  const auto holds = [&](std::string_view part) { return line.find(part) != std::string_view::npos; };
  if (pattern.any.size() != 0 && std::none_of(pattern.any.begin(), pattern.any.end(), holds)) return false;
  return std::none_of(pattern.none.begin(), pattern.none.end(), holds);
}

bool is_comment(std::string_view line) {
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return true;
  line.remove_prefix(start);
  return line.starts_with("#") || line.starts_with("//") || line.starts_with("*") || line.starts_with("/*");
}

std::size_t indent(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

bool is_loop(std::string_view line) {
  line.remove_prefix(indent(line));
  return line.starts_with("for ") || line.starts_with("for(") || line.starts_with("while ");
}

// FNV-1a: only has to spread.
std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

int rank(std::string_view severity) { return severity == "high" ? 2 : severity == "med" ? 1 : 0; }

FakeIssue make_issue(const ReviewPattern& pattern, const CodeLine& line, std::uint64_t seed) {
  FakeIssue issue;
  issue.start_line = issue.end_line = line.number;
  issue.quote = line.text;
  issue.title = pattern.title;
  issue.detail = std::string(pattern.detail) + ' ' + std::string(pattern.advice);
  issue.category = pattern.category;
  issue.severity = pattern.severity;
  issue.cwe = cwe_of(pattern.title);
  if (const auto at = line.text.find(pattern.from); !pattern.from.empty() && at != std::string_view::npos) {
    issue.replacement = line.text;
    issue.replacement.replace(at, pattern.from.size(), pattern.to);
  }
  issue.confidence = static_cast<double>(60 + mix(seed ^ 0xcbf29ce484222325ULL, line.text) % 36) / 100.0;
  return issue;
}

void find_nested_loops(std::span<const CodeLine> code, std::uint64_t seed, std::vector<FakeIssue>& out) {
  static const ReviewPattern kNested{
      "",
      {},
      {},
      "performance",
      "med",
      "Loop directly inside a loop",
      "The inner loop runs for every element of the outer one: quadratic in the input.",
      "Index the inner data once, before the outer loop."};
  for (std::size_t i = 1; i < code.size(); ++i) {
    const auto& [number, text] = code[i];
    if (!is_loop(text) || !is_loop(code[i - 1].text) || indent(text) <= indent(code[i - 1].text)) continue;
    auto issue = make_issue(kNested, code[i - 1], seed);
    issue.end_line = number;
    issue.quote += '\n';
    issue.quote += text;
    out.push_back(std::move(issue));
  }
}

bool has(const FakeReview& review, std::string_view category, std::string_view severity) {
  return std::any_of(review.issues.begin(), review.issues.end(), [&](const FakeIssue& issue) {
    return issue.category == category && issue.severity == severity;
  });
}

}  // namespace

FakeReview make_plausible_review(std::span<const CodeLine> code, std::uint64_t seed, std::size_t max_issues) {
  FakeReview review;
  for (const auto& line : code) {
    if (is_comment(line.text)) continue;
    for (const auto& pattern : review_patterns()) {
      if (!matches(line.text, pattern)) continue;
      review.issues.push_back(make_issue(pattern, line, seed));
      break;
    }
  }
  find_nested_loops(code, seed, review.issues);
  std::stable_sort(review.issues.begin(), review.issues.end(), [](const FakeIssue& a, const FakeIssue& b) {
    return rank(a.severity) > rank(b.severity);
  });
  if (review.issues.size() > max_issues) review.issues.resize(max_issues);
  if (has(review, "security", "high"))
    review.advice.push_back("Check what comes from outside where it enters, in one place.");
  if (has(review, "correctness", "med"))
    review.advice.push_back("Write a test for each of the edge cases named above.");
  const auto high = std::count_if(review.issues.begin(), review.issues.end(),
                                  [](const FakeIssue& issue) { return issue.severity == "high"; });
  if (review.issues.empty()) {
    review.summary = "Nothing in these " + std::to_string(code.size()) + " lines stands out as a defect.";
  } else {
    review.summary = std::to_string(review.issues.size()) +
                     (review.issues.size() == 1 ? " finding in " : " findings in ") +
                     std::to_string(code.size()) + " lines, " + std::to_string(high) +
                     " of them severe; the first to look at: " + review.issues.front().title + ".";
  }
  return review;
}

}  // namespace assay::fakes
