#pragma once
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/issue.hpp"
#include "llm/anchor.hpp"
#include "llm/draft_issue.hpp"

namespace assay::llm {

/// What issues are placed in.
struct PlacingContext {
  const CodeIndex& index;  ///< the code as it was sent
  std::span<const std::pair<std::size_t, std::size_t>>
      redacted;  ///< byte ranges in it that hold placeholders
  std::string_view filename;
  std::string_view source;  ///< "llm:MODEL"
};

/// The issue with the lines that its quote has in the code, and with the code itself as its quote; without
/// lines where the quote can't be found. A replacement becomes a suggestion for whole lines; it is left out
/// where it would change nothing, where the issue has no place, or where it would write a placeholder over a
/// secret. What the model got wrong is added to `coercions`.
core::Issue place_issue(DraftIssue draft, const PlacingContext& context, std::vector<std::string>& coercions);

}  // namespace assay::llm
