#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/merge.hpp"
#include "core/ports/reviewer.hpp"
#include "llm/anchor.hpp"
#include "llm/draft_issue.hpp"
#include "llm/reply_reader.hpp"
#include "llm/samples.hpp"

namespace assay::llm {

/// One file of the submission as it may be sent, and what is needed to place findings in it.
struct SentFile {
  std::string_view path;
  const CodeIndex& index;
  const std::vector<std::pair<std::size_t, std::size_t>>& redacted;  ///< byte ranges of placeholders
  std::string_view source;  ///< "llm:MODEL", of the model that speaks of it
  int sample = 0;           ///< which of several runs over the same code
};

/// Collects what the replies of one review hold: places each issue, shows it to the observer once, and keeps
/// it for the outcome. Not thread-safe; what it is given outlives it.
class Findings {
 public:
  /// `evidence`: what the model was shown of an analyzer's findings.
  Findings(core::ReviewObserver& observer, core::ReviewerOutcome& outcome,
           std::span<const core::Issue> evidence);

  /// An issue of one call that was taken before its reply was complete.
  struct Early {
    DraftIssue draft;
    core::Issue issue;
    std::vector<std::string> coercions;
    int sample = 0;
  };
  using Streamed = std::vector<Early>;

  /// One issue of a reply that is still being written: it is shown at once.
  void take_streamed(std::string_view object, const SentFile& file, Streamed& streamed);
  /// A complete reply. It has the last word: what was streamed and is not in it does not count. Nothing: it
  /// was read; else why it can't be.
  /// Where it was read, `streamed` is used up.
  std::optional<std::string> read(std::string_view reply, const SentFile& file, Streamed& streamed);
  /// What was streamed of a reply that never became complete or readable.
  void keep(Streamed streamed);
  /// Everything found in so many runs, each finding once. Call once, at the end.
  std::vector<core::Issue> take(int samples) { return combine_samples(std::move(found_), samples); }

 private:
  Early place(DraftIssue draft, const SentFile& file) const;
  void show(const core::Issue& issue);
  void add(Early found);  ///< one that was shown
  void note(std::vector<std::string> coercions);

  core::ReviewObserver& observer_;
  core::ReviewerOutcome& outcome_;
  std::span<const core::Issue> evidence_;
  core::SeenFindings shown_;
  std::vector<SampledIssue> found_;
};

}  // namespace assay::llm
