#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"
#include "core/issue.hpp"
#include "core/issue_state.hpp"
#include "core/review.hpp"
#include "core/statistics.hpp"
#include "core/submission.hpp"

namespace assay::core {

/// Marks a request so that its repetition is recognised (draft-ietf-httpapi-idempotency-key-header).
struct IdempotencyKey {
  std::string caller;  ///< whose key it is; keys of different callers have nothing to do with each other
  std::string key;
  std::string body;  ///< SHA-256 of the request's body, 64 hex digits
};
/// For so long a key is remembered.
inline constexpr std::chrono::hours kIdempotencyKept{24};

/// What the first request with a key was answered.
struct RememberedAnswer {
  SubmissionId id;
  Status status = Status::pending;
  std::vector<std::string> ignored_fields;
};

/// A submission to be accepted. Ids are made by the caller, so that a repeated call can be recognised.
struct NewSubmission {
  SubmissionId id;
  JobId job;  ///< used if a new job is needed
  Scope scope;
  Fingerprint fingerprint;
  std::shared_ptr<const ReviewInput> input;
  base::Timestamp created_at;
  std::optional<SubmissionId> rerun_of;
  std::string client;         ///< key of the rate limit this was admitted under; empty: none
  std::string quota;          ///< key of the quota that is charged if this needs a new job; empty: none
  bool only_if_free = false;  ///< `rate_limited` where it would need a new job: the quota is used up
  std::string trace;          ///< traceparent of the request, kept with a new job; empty: none
  std::optional<IdempotencyKey> idempotency;
  std::vector<std::string> ignored_fields;  ///< remembered with the key
};

enum class Acceptance { from_cache, joined_job, new_job };

struct Accepted {
  Acceptance how = Acceptance::new_job;
  Status status = Status::pending;
  JobId job;  ///< the job it belongs to; empty on from_cache
  /// Set where a request with the same idempotency key came first: its answer; nothing was accepted now.
  std::optional<RememberedAnswer> replayed{};
};

/// A submission with its review as stored bytes (encode_review_members), which are shared and never change.
struct SubmissionRecord {
  Submission submission;
  std::shared_ptr<const std::string> review_members;  ///< null without a review
  std::shared_ptr<const IssueStates> states{};        ///< of its issues; null: nothing was said of any
};

/// What a worker needs to do a job.
struct JobWork {
  Scope scope;
  Fingerprint fingerprint;
  std::shared_ptr<const ReviewInput> input;
  std::vector<SubmissionId> submissions;  ///< attached now, oldest first; none: see load_job
  base::Timestamp created_at;
  std::shared_ptr<const IssueStates> states{};  ///< of findings in files of these paths; null: none
  std::string trace{};                          ///< of the request that made the job; empty: none
  bool may_have_replies = true;                 ///< false: the ReplyLog has nothing of this job yet
};

/// What statistics and the search need of an issue; the whole one is in the review's bytes.
struct IssueSummary {
  std::string title;
  std::string rule_id;
  Severity severity = Severity::low;
  Category category = Category::correctness;
  std::string id{};
};

struct JobResult {
  Status outcome = Status::completed;  ///< completed or failed
  std::string error;                   ///< why it failed
  ReviewId review_id;
  std::string review_members;
  std::optional<int> score;
  std::vector<IssueSummary> issues;
  Usage usage;                 ///< of models
  std::int64_t queued_ms = 0;  ///< from the job's creation to the start of the work
  std::int64_t run_ms = 0;     ///< of the work
  bool cacheable = false;
  base::Timestamp expires_at;  ///< of the cache entry
  base::Timestamp finished_at;
};

struct Cancelled {
  Submission submission;
  JobId job;               ///< the job it was attached to; empty if none
  bool job_ended = false;  ///< it was the last one: the job is cancelled as well
};

/// Those of equal score, and at the end of the orders by score those without any, newest first.
enum class HistoryOrder : std::uint8_t { newest, oldest, highest_score, lowest_score };

/// `page` is 1-based and used only without a cursor. Dates are inclusive. A submission must pass every filter
/// that is set. Those of severity, category and words may see a submission, and what became of it, up to a
/// second late.
struct HistoryQuery {
  Scope scope;
  std::optional<Language> language;
  std::optional<Status> status;
  std::optional<int> min_score;
  std::optional<int> max_score;
  std::optional<base::Timestamp> start;
  std::optional<base::Timestamp> end;
  std::optional<Severity> severity;  ///< the review has an issue of it; with a category: one that is both
  std::optional<Category> category;
  std::string text;  ///< all of its words (search_words.hpp) are in the code, the titles or the file names
  HistoryOrder order = HistoryOrder::newest;
  int page = 1;
  int page_size = 20;
  std::string cursor;  ///< what HistoryPage::next_cursor said, to a query of the same order
  bool count = true;   ///< whether `total` is wanted
};

/// A total stops here where severity, category or words are filtered by.
inline constexpr std::int64_t kMostCounted = 10'000;

struct HistoryPage {
  std::vector<SubmissionRecord> items;  ///< in the order of the query
  std::int64_t total = 0;               ///< 0 where it is not wanted
  bool total_capped = false;            ///< there are more than kMostCounted
  std::string next_cursor;              ///< empty at the end
};

/// The truth about submissions, jobs and reviews. All calls may come from any io_context thread and resume
/// there; blocking work happens elsewhere. Errors: `unavailable` where the database is down or busy,
/// `exhausted` where the disk is full, `corrupt` where it is damaged; others as noted.
class ReviewStore {
 public:
  virtual ~ReviewStore() = default;

  /// One durable step: the cached review of the fingerprint is attached (completed at once), or an unfinished
  /// job of it is joined, or a new job is made. Never half done. The same id again is answered as the first
  /// time. With options.no_cache always a new job. With an idempotency key that is remembered: the first
  /// answer, or `invalid_argument` with the field "Idempotency-Key" where that request had another body; else
  /// the key is kept in the same step.
  virtual base::Task<base::Result<Accepted>> accept(NewSubmission submission) = 0;

  /// `not_found` for an unknown id and for another scope's.
  virtual base::Task<base::Result<SubmissionRecord>> find(Scope scope, SubmissionId id) = 0;
  /// The input as handed in; `not_found` likewise.
  virtual base::Task<base::Result<std::shared_ptr<const ReviewInput>>> find_input(Scope scope,
                                                                                  SubmissionId id) = 0;
  /// `invalid_argument` with field "cursor" for a cursor that is none.
  virtual base::Task<base::Result<HistoryPage>> history(HistoryQuery query) = 0;
  virtual base::Task<base::Result<Stats>> stats(StatsQuery query) = 0;

  /// `conflict` where the fence is stale or the job is over. No submissions, no input: not yet stored, wait.
  virtual base::Task<base::Result<JobWork>> load_job(JobId job, Fence fence) = 0;
  /// Stores the result once and for all, ends the job, completes or fails every attached submission, updates
  /// the rollups: one transaction, durable when it returns. `conflict` where the fence is stale or the job is
  /// over: then nothing happened. Gives the submissions that were finished.
  virtual base::Task<base::Result<std::vector<SubmissionId>>> finish(JobId job, Fence fence,
                                                                     JobResult result) = 0;

  /// `not_found`; `conflict` where it is terminal already.
  virtual base::Task<base::Result<Cancelled>> cancel(Scope scope, SubmissionId id, base::Timestamp now) = 0;
  /// Removes the submission; its review, code, raw replies and cache entry too where it was the last one that
  /// used them, and its part of the rollups. An unfinished one is cancelled first. `not_found`.
  virtual base::Task<base::Result<Cancelled>> erase(Scope scope, SubmissionId id, base::Timestamp now) = 0;

  /// What a key was answered first; nothing where it is not known or too old by `now`. `invalid_argument`
  /// with the field "Idempotency-Key" where that request had another body.
  virtual base::Task<base::Result<std::optional<RememberedAnswer>>> find_answer(Scope scope,
                                                                                IdempotencyKey key,
                                                                                base::Timestamp now) = 0;

  /// A cheap round trip, for readiness.
  virtual base::Task<base::Result<void>> ping() = 0;
};

}  // namespace assay::core
