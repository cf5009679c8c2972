#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fakes/code_lines.hpp"

namespace assay::fakes {

struct FakeIssue {
  int start_line = 0;
  int end_line = 0;
  std::string quote;  ///< the lines as they stand in the code, joined by '\n'
  std::string title;
  std::string detail;
  std::string category;
  std::string severity;
  std::string cwe;  ///< "CWE-89", or empty
  double confidence = 0;
  std::string replacement;  ///< code to put in the place of the lines, or empty
};

struct FakeReview {
  std::vector<FakeIssue> issues;
  std::vector<std::string> advice;  ///< sentences that belong to no line
  std::string summary;
};

/// What a model could say about this code: a few patterns, verbatim quotes. The same seed and code give the
/// same review.
FakeReview make_plausible_review(std::span<const CodeLine> code, std::uint64_t seed, std::size_t max_issues);

}  // namespace assay::fakes
