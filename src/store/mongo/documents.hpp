#pragma once
#include <string>

#include "core/ids.hpp"

namespace assay::store::mongo {

// The collections and what their documents hold. Times are microseconds since 1970 in UTC as int64, where
// "date" is not said. Enums are numbers as SQLite has them (stored_values.hpp): status 0 pending, 1 in
// progress, 2 completed, 3 failed, 4 cancelled; severity 0 low, 1 med, 2 high; category 0 correctness ...
// 5 testability. Ids and languages are text. Text with ill-formed UTF-8 is binary. A field that does not
// apply is absent, so that sparse and partial indexes leave the document out.
//
// A document that was written never loses a field to an older program: changes are by $set and $unset.

/// One for each submission.
///   _id         id of the submission
///   scope       text; absent once it is erased (`erasing`): then no query of a client finds what is left
///   fingerprint text
///   input       text: _id of the input
///   created_at, language
///   status      int32; what its job does is in the job: an open one has 0 here
///   open        true; absent once status is terminal
///   filename    text
///   file_count  int32
///   no_cache    true; absent otherwise
///   how         int32: 0 from the cache, 1 joined a job, 2 made a job: what `accept` answers again
///   job         text: the job it was accepted with or moved to; absent where it came from the cache
///   attempts    int32, set when it is over
///   finished_at set when it is over (completed, failed, cancelled); with the cache at creation
///   cached      true; absent otherwise
///   rerun_of    id of a submission
///   error       text
///   review      id of the review
///   score       int32; absent without any
///   issues      array of {key, title, rule, severity, category, id}: what statistics and filters need of the
///               review's issues; `key` is title_key (issue_title.hpp); absent without a review
///   queued_ms, run_ms  int64 of the review; absent without one
///   idempotent  text: scope, caller and key; unique. With idempotency {body, ignored: array of text}
///   unindexed   what the search does not know yet: 1 what was handed in, 2 what came of it, 3 both; above
///               that somebody is at it (search_index.hpp). Absent once it knows all
///   words       array of text: by what the search finds it (search_index.hpp); up to a second late
///   erasing     true while what hangs on an erased one is being removed; then `scope` is in gone_from
///   forget_at   date: an erased one whose Idempotency-Key may come again is kept until then, without the
///   rest
inline constexpr const char* kSubmissions = "assay_submissions";

/// One for equal work of one scope.
///   _id         "<fingerprint>:<scope>" (input_id)
///   scope, fingerprint, language, filename
///   options     text (stored_options.hpp)
///   files       int32: 0, and `code` is that of one text; else how many, and it is encode_files
///   code        pieces (pieces.hpp)
///   forgotten   true: its code was kept long enough and is gone
///   used_at     when it was submitted last
///   touched     int64: grows each time somebody relies on it, so that it is not removed under them
///   cache       {review, expires_at}: what answers equal work
inline constexpr const char* kInputs = "assay_inputs";

/// Unfinished jobs, and finished ones until all that hangs on them is done (finish.hpp).
///   _id         id of the job
///   scope, fingerprint, input
///   created_at, updated_at
///   open        true; absent once it is over
///   joinable    true where equal work may join it, one for each input: while it is open and, with a result
///   that
///               the cache will have, until that is there; else absent
///   status      int32: 0 or 1 while it is open
///   fence       int64: the newest that was issued
///   held        true while the holder of `fence` has it
///   mark        text: of the claim that got `fence` together with those of other jobs
///   attempts    int32: charged ones, without the one that runs
///   touched     int64: grows with each submission that joins, so that the last one out is the last one
///   no_cache    true; absent otherwise
///   trace       text
///   settling    true once `finish` has committed it, until it is settled; with
///   result      {status, error, review, cacheable, expires_at, finished_at, attempts}
inline constexpr const char* kJobs = "assay_jobs";

/// One for each result.
///   _id, scope, language, input, finished_at
///   members     pieces: encode_review_members
///   score, issues, queued_ms, run_ms as in a submission
///   calls, input_tokens, output_tokens, cached_tokens, cost_nanos, unpriced_calls  int64 (core::ModelUse)
///   touched     int64, as in an input
///   uncommitted true until the job that it belongs to is settled
inline constexpr const char* kReviews = "assay_reviews";

/// The rest of what does not fit into one document: owner, number int32, data (pieces.hpp).
inline constexpr const char* kPieces = "assay_pieces";

/// Sums of what was completed (rollups.hpp): _id "<scope>/<level>/<language>/<bucket>", these four, version
/// int64 (grows with each change), changed true where the sums are not of this version, noted_at, and the
/// fields of encode_sums (sums.hpp); split true in place of the titles where there are too many.
inline constexpr const char* kRollups = "assay_rollups";
/// Raw replies of models: _id "<job>/<part>", job, reply (binary), at (date).
inline constexpr const char* kReplies = "assay_replies";
/// What people said of findings: _id int64 (grows), scope, fingerprint, path, status, reason, by, at.
inline constexpr const char* kIssueStates = "assay_issue_states";
/// What models cost: _id int32 (days since 1970, UTC), tokens, micro_usd int64 over all, and
/// scopes.s<scope in hexadecimal> {tokens, micro_usd}.
inline constexpr const char* kSpend = "assay_spend";
/// API keys: _id, hash (binary, unique), prefix, name, tenant, permissions int32, created_at, expires_at,
/// last_used_at, revoked_at, per_hour, per_day.
inline constexpr const char* kKeys = "assay_keys";
/// Browsers that signed in: _id hash (binary), key, created_at, expires_at, gone_at (date).
inline constexpr const char* kSessions = "assay_sessions";
/// What administrators did: _id number, at, tenant, action, actor_key, actor_name, target, detail, client,
/// request_id.
inline constexpr const char* kAudit = "assay_audit";
/// {_id: "schema", version int32}; {_id: "audit", next int64} and other counters.
inline constexpr const char* kMeta = "assay_meta";

inline std::string input_id(const core::Scope& scope, const core::Fingerprint& fingerprint) {
  return fingerprint.str() + ":" + scope.str();
}

}  // namespace assay::store::mongo
