#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/issue.hpp"
#include "core/language.hpp"
#include "core/ports/outliner.hpp"
#include "core/review.hpp"

namespace assay::analysis {

/// What is analysed. `language` may be automatic: then it is detected.
struct Source {
  core::Language language = core::Language::automatic;
  std::string filename;
  std::string code;
  bool outline_only = false;  ///< no rules and no metrics: only the outline
};

/// What the static analysis of one source gives.
struct AnalysisResult {
  core::Language language = core::Language::text;  ///< never automatic
  std::vector<core::Issue> issues;                 ///< in order of lines; without id and fingerprint
  core::Coverage coverage;    ///< covers every line, with the reason where one was not reviewed
  core::CodeOutline outline;  ///< where only that was asked for
  std::optional<core::CodeMetrics> metrics;  ///< absent where the language has no functions or was not parsed
};

}  // namespace assay::analysis
