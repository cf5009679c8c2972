#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json_reader.hpp"
#include "core/issue.hpp"

namespace assay::llm {

/// An issue as a model stated it, in our terms but not yet anchored.
struct DraftIssue {
  std::string quote;
  std::optional<core::LineRange> claimed;  ///< start <= end, start >= 1; may lie past the end of the code
  std::string title;
  std::string detail;
  core::Category category = core::Category::correctness;
  core::Severity severity = core::Severity::low;
  double confidence = 0.5;
  std::string replacement;
  std::vector<int> cwe;
};

/// Reads one object of the reply, in any of the forms that models give it. Everything that had to be changed
/// or guessed is added to `coercions` as a sentence. Nothing where neither a title nor a detail is there.
std::optional<DraftIssue> read_draft_issue(const base::JsonValue& object,
                                           std::vector<std::string>& coercions);

/// Severity for any usual word ("CRITICAL", "warning", "nit"); nothing for an unknown one. `low`, `med` and
/// `high` too.
std::optional<core::Severity> severity_of_word(std::string_view word);
/// Category for any usual word ("Bug", "perf", "Error Handling", "Security / Injection").
std::optional<core::Category> category_of_word(std::string_view word);
/// 0-1 from 0.8, "0.8", "80%", 80, "8/10", "high". Nothing where the scale is not clear (7: of ten, or per
/// cent?).
std::optional<double> read_confidence(const base::JsonValue& value);

}  // namespace assay::llm
