#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"

namespace assay::core {

enum class CoverageState : std::uint8_t { reviewed, clipped, skipped };
std::string_view to_string(CoverageState state);
std::optional<CoverageState> parse_coverage_state(std::string_view name);

/// What one reviewer did with a range of lines, and why it did less than review them.
struct CoverageRange {
  std::string reviewer;
  std::string path;
  LineRange lines;
  CoverageState state = CoverageState::reviewed;
  std::string reason;
  bool operator==(const CoverageRange&) const = default;
};

/// Which lines were reviewed, clipped or skipped; nothing is dropped silently.
struct Coverage {
  std::vector<CoverageRange> ranges;
  std::vector<std::string> notes;
  bool operator==(const Coverage&) const = default;
};

struct Redaction {
  std::string kind;  ///< for example "aws-access-key"; never the secret
  int line = 0;
  std::string path{};  ///< the file
  bool operator==(const Redaction&) const = default;
};

/// Receipt for bytes that left the machine.
struct Egress {
  std::string to;  ///< origin of the provider: scheme, host, port
  std::string model;
  std::int64_t bytes = 0;
  std::vector<Redaction> redactions;
  bool operator==(const Egress&) const = default;
};

struct Usage {
  std::int64_t calls = 0;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t cached_tokens = 0;
  std::optional<double> cost_usd;  ///< absent: the price is not known
  bool operator==(const Usage&) const = default;
};

/// See analysis/metrics for the definitions.
struct FunctionMetrics {
  std::string name;
  LineRange lines;
  int cyclomatic = 1;
  int cognitive = 0;
  int length = 0;  ///< lines from first to last
  int nesting = 0;
  int parameters = 0;
  std::string path{};  ///< the file
  bool operator==(const FunctionMetrics&) const = default;
};

/// Of one file, or summed over several (sum_metrics.hpp).
struct CodeMetrics {
  int lines = 0;
  int sloc = 0;
  double comment_density = 0;  ///< comment lines / (comment lines + SLOC)
  double duplication = 0;      ///< share of SLOC that stands elsewhere in the file too, 0-1
  double halstead_volume = 0;
  double maintainability = 100;  ///< 0-100
  std::vector<FunctionMetrics> functions;
  bool operator==(const CodeMetrics&) const = default;
};

enum class ReviewerState : std::uint8_t { ok, failed, skipped };
std::string_view to_string(ReviewerState state);
std::optional<ReviewerState> parse_reviewer_state(std::string_view name);

/// What became of one reviewer in this review.
struct ReviewerReport {
  std::string name;  ///< "static", "llm"
  ReviewerState state = ReviewerState::ok;
  std::string error;    ///< why it failed or was skipped
  std::string version;  ///< rule set or model and prompt
  std::int64_t run_ms = 0;
  bool operator==(const ReviewerReport&) const = default;
};

/// Points taken from a category, and why: shown beside the score.
struct Deduction {
  Category category = Category::correctness;
  double points = 0;
  std::string reason;
  std::string issue_id;  ///< empty: a metric, not an issue
  bool operator==(const Deduction&) const = default;
};

/// Scores per category, 0-10, in the order of kCategories, and the overall one.
struct Scores {
  std::array<double, kCategories.size()> by_category{};
  int overall = 0;  ///< 1-10
  std::vector<Deduction> deductions;
  bool operator==(const Scores&) const = default;
};

/// Why a finding is not shown.
enum class FilterReason : std::uint8_t {
  suppressed,  ///< by a comment in the code
  below_min_severity,
  below_min_confidence,
  over_cap,        ///< more than ReviewOptions::max_issues, and these were the least
  outside_change,  ///< not on a line that the diff changes
  not_confirmed,   ///< a model found it, and its second look did not confirm it
};
std::string_view to_string(FilterReason reason);
std::optional<FilterReason> parse_filter_reason(std::string_view name);

/// A finding that is not shown and takes nothing from the score, but is not lost.
struct FilteredIssue {
  FilterReason reason = FilterReason::suppressed;
  std::string note;  ///< details for a person, for example the words of the suppression; may be empty
  Issue issue;
  bool operator==(const FilteredIssue&) const = default;
};

/// One of the files that were reviewed.
struct ReviewedFile {
  std::string path;
  Language language = Language::text;
  int lines = 0;
  std::optional<std::vector<LineRange>> changed;  ///< as InputFile::changed
  bool complete = true;                           ///< false: only the lines of a diff were known
  bool operator==(const ReviewedFile&) const = default;
};

/// The result for a submission. Immutable once stored.
struct Review {
  std::optional<Scores> scores;         ///< absent where a reviewer failed
  std::vector<Issue> issues;            ///< worst first
  std::vector<FilteredIssue> filtered;  ///< what was found besides and is not shown
  int failed_issues = 0;                ///< findings of a model that could not be read
  std::vector<ReviewedFile> files;      ///< as handed in
  std::vector<std::string> advice;      ///< general suggestions that belong to no line
  std::string summary;
  Coverage coverage;
  std::vector<Egress> egress;
  Usage usage;
  std::vector<ReviewerReport> reviewers;
  std::optional<CodeMetrics> metrics;
  std::vector<std::string> coercions;  ///< each repair of a model's reply
  std::string model;                   ///< empty without a model
  std::string prompt_version;
  std::int64_t queued_ms = 0;
  std::int64_t run_ms = 0;
  bool operator==(const Review&) const = default;
};

}  // namespace assay::core
