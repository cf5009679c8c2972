#pragma once
#include <optional>
#include <string>

#include "http/api.hpp"
#include "http/middleware/idempotency.hpp"
#include "http/middleware/preferences.hpp"
#include "http/middleware/submission_limit.hpp"
#include "review/submitter.hpp"

namespace assay::http {

/// What every request that makes a submission has: who asks, and how the answer is wanted.
struct Submitting {
  core::Scope scope;
  SubmissionLimit::Caller caller;
  std::string trace;                         ///< traceparent; empty: none
  std::optional<core::IdempotencyKey> key;   ///< of the request; moved on into the submission
  std::optional<KeysInProgress::Hold> hold;  ///< of the key
  Preferences preferences;
};

/// Reads the fields of the request's head; 422 for an Idempotency-Key that is none, 409 where an equal
/// request is in progress. `about`: as for read_idempotency_key.
tl::expected<Submitting, Response> read_submitting(Api& api, const Request& request, std::string_view about);

/// The answer where an earlier request had the same key: what it was answered, or why that can't be said.
/// Nothing, and `submitting` is as before, where this one is the first.
base::Task<std::optional<Response>> answer_earlier(Api& api, Submitting& submitting);

/// The answer about what was submitted, now or earlier: 202, or 200 with the review where the client waits
/// for it. `limit_headers`: those of the admission.
base::Task<Response> answer_submitted(Api& api, Submitting submitting, review::Submitted submitted,
                                      std::string limit_headers);

}  // namespace assay::http
