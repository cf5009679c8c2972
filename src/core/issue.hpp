#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::core {

/// high: crash, vulnerability, data loss, denial of service; med: likely bug, security smell, clear
/// inefficiency; low: style, small cost.
enum class Severity : std::uint8_t { low, med, high };

/// The six categories of the rubric, in the order of their weight.
enum class Category : std::uint8_t {
  correctness,
  security,
  performance,
  readability,
  maintainability,
  testability
};
inline constexpr std::array kCategories = {Category::correctness,     Category::security,
                                           Category::performance,     Category::readability,
                                           Category::maintainability, Category::testability};

std::string_view to_string(Severity severity);
std::string_view to_string(Category category);
std::optional<Severity> parse_severity(std::string_view name);
std::optional<Category> parse_category(std::string_view name);

/// Lines, 1-based, both ends included, start <= end.
struct LineRange {
  int start = 0;
  int end = 0;
  bool operator==(const LineRange&) const = default;
};

/// Replace the whole lines `lines` by `replacement` (no trailing newline; empty deletes them).
struct Suggestion {
  LineRange lines;
  std::string replacement;
  bool operator==(const Suggestion&) const = default;
};

/// A step on the way of a value from its source to the place where it does harm.
struct PathStep {
  int line = 0;
  std::string note;
  std::string path{};  ///< the file; empty: that of the issue
  bool operator==(const PathStep&) const = default;
};

/// One finding. Text fields are plain text in UTF-8; whoever shows them escapes them.
struct Issue {
  std::string id;  ///< unique within its review; stable across reruns when the code is the same
  std::string title;
  std::string detail;
  Severity severity = Severity::low;
  Category category = Category::correctness;
  std::optional<LineRange> lines;  ///< absent: the quote was not found in the code ("unplaced")
  std::string path;                ///< the file, where a submission has several; else its filename or empty
  std::string quote;               ///< the code meant, verbatim
  std::optional<Suggestion> suggestion;
  std::vector<std::string> sources;  ///< who found it: "static", "linter:NAME", "llm:MODEL", "imported"
  std::string rule_id;               ///< of the first source; empty for a model
  std::vector<int> cwe;
  double confidence = 1.0;          ///< 0-1: the share of such findings that are right
  std::optional<double> agreement;  ///< share of the samples that found it, where several were taken
  std::string fingerprint;      ///< same finding in moved code has the same one; see issue_fingerprint.hpp
  std::vector<PathStep> trace;  ///< source to sink, where data flow was followed

  bool operator==(const Issue&) const = default;
};

}  // namespace assay::core
