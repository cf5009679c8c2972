#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/reviewer.hpp"
#include "llm/anchor.hpp"
#include "llm/draft_issue.hpp"
#include "llm/reply_reader.hpp"

namespace assay::llm {

/// One file of the submission as it may be sent, and what is needed to place findings in it.
struct SentFile {
  std::string_view path;
  const CodeIndex& index;
  const std::vector<std::pair<std::size_t, std::size_t>>& redacted;  ///< byte ranges of placeholders
};

/// Collects what the replies of one review hold: places each issue, shows it to the observer once, and keeps
/// the rest for the outcome. Not thread-safe; what it is given outlives it.
class Findings {
 public:
  /// `source`: "llm:MODEL".
  Findings(core::ReviewObserver& observer, core::ReviewerOutcome& outcome, std::string source);

  /// Issues of one call that were taken before its reply was complete.
  using Streamed = std::vector<DraftIssue>;

  /// One issue of a reply that is still being written.
  void take_streamed(std::string_view object, const SentFile& file, Streamed& streamed);
  /// A complete reply. Nothing: it was read; else why it can't be.
  std::optional<std::string> read(std::string_view reply, const SentFile& file, const Streamed& streamed);

 private:
  void add(DraftIssue draft, const SentFile& file);

  core::ReviewObserver& observer_;
  core::ReviewerOutcome& outcome_;
  std::string source_;
  std::vector<core::Issue> shown_;
};

}  // namespace assay::llm
