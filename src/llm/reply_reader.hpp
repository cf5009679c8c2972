#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "llm/draft_issue.hpp"

namespace assay::llm {

/// What a model thinks of a finding that it was shown as evidence.
struct EvidenceOpinion {
  int number = 0;  ///< as in the prompt: E3 is 3
  bool confirmed = false;
  std::string reason;
};

/// A model's complete answer, read.
struct ParsedReply {
  std::vector<DraftIssue> issues;
  int failed_issues = 0;  ///< that were there and can't be read
  std::vector<EvidenceOpinion> evidence;
  std::vector<std::string> advice;
  std::string summary;
  std::vector<std::string> coercions;  ///< what had to be repaired, as sentences
};

/// Reads the text that a model gave as its complete answer (its finish reason has been checked). Strict JSON
/// first; then a search for the object that looks most like a review, through fences, prose, thoughts,
/// wrappers and broken JSON. corrupt: there is no review in it, or it ends in the middle; half a review is
/// never taken for a whole one.
base::Result<ParsedReply> read_reply(std::string_view content);

}  // namespace assay::llm
