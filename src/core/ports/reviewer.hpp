#pragma once
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"
#include "core/ports/reply_log.hpp"
#include "core/review.hpp"
#include "core/submission.hpp"
#include "core/verdict.hpp"

namespace assay::core {

/// Where a reviewer reports while it works. Called on the io_context that awaits `review`.
class ReviewObserver {
 public:
  virtual ~ReviewObserver() = default;
  /// One finding, anchored, as soon as it is sure. It is also part of the outcome.
  virtual void issue_found(const Issue& issue) = 0;
  /// Parts done out of all parts (total >= 1).
  virtual void progressed(int done, int total) = 0;
};

struct ReviewRequest {
  std::shared_ptr<const ReviewInput> input;  ///< one text, never `files`; valid or invalid UTF-8 as handed in
  std::optional<std::vector<LineRange>>
      changed;                         ///< only issues on these lines will be shown; absent: on any
  JobId job;                           ///< key of the reply log; empty: nothing is kept
  Scope scope = public_scope();        ///< whose budget pays
  std::string trace;                   ///< traceparent of the request that made the job; empty: none
  std::vector<Issue> evidence;         ///< what earlier reviewers found
  std::stop_token stop;                ///< set on cancel and on a lost lease: give up soon, close connections
  ReviewObserver* observer = nullptr;  ///< never null in a call; outlives it
  ReplyLog* replies = nullptr;         ///< may be null
};

/// Why a reviewer could not do its work.
struct ReviewerFailure {
  std::string reason;  ///< a sentence for a person; no keys, no code
  bool retryable = false;
  std::optional<base::Micros> retry_after;  ///< asked for by the other side; then the attempt is not charged
};

/// What a reviewer gives back. On failure the rest still holds what was found, spent and sent until then.
struct ReviewerOutcome {
  std::optional<ReviewerFailure> failure;
  std::vector<Issue> issues;
  std::vector<FilteredIssue>
      filtered;           ///< found, and then left out for a reason that only the reviewer knows
  int failed_issues = 0;  ///< findings of a model that could not be read
  std::vector<EvidenceVerdict> verdicts;  ///< on what was given as evidence
  std::vector<std::string> advice;
  std::string summary;
  Coverage coverage;
  std::vector<Egress> egress;
  Usage usage;
  std::optional<CodeMetrics> metrics;
  std::vector<std::string> coercions;
  std::string model;           ///< empty without a model
  std::string prompt_version;  ///< empty without a model
  bool cacheable = true;       ///< false: incomplete, or made by a fallback model
};

/// Something that produces issues for code: the static reviewer, the llm reviewer. Safe to call for many jobs
/// at once on its io_context.
class Reviewer {
 public:
  virtual ~Reviewer() = default;
  /// "static", "llm": what clients write in options.reviewers.
  virtual std::string name() const = 0;
  /// Everything of this reviewer that changes the answer (rule-set hash, model, prompt version …), for the
  /// fingerprint of an input with these options.
  virtual std::string identity(const ReviewOptions& options) const = 0;
  /// What `review` could not do because of the options; invalid_argument with the field. Thread-safe.
  virtual base::Result<void> check(const ReviewOptions&) const { return {}; }
  virtual base::Task<ReviewerOutcome> review(ReviewRequest request) = 0;
};

}  // namespace assay::core
