#include <optional>

#include "http/accepted.hpp"
#include "http/middleware/idempotency.hpp"
#include "http/middleware/json_body.hpp"
#include "http/middleware/preferences.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/middleware/trace.hpp"
#include "http/problem.hpp"
#include "http/review_body.hpp"
#include "http/routes/routes.hpp"
#include "http/submission_request.hpp"
#include "http/wait_for_review.hpp"
#include "review/submitter.hpp"

namespace assay::http {
namespace {

struct Submission {
  core::Scope scope;
  SubmissionLimit::Caller caller;
  std::string trace;  ///< traceparent; empty: none
  SubmissionRequest parsed;
  std::optional<core::IdempotencyKey> key;
  std::optional<KeysInProgress::Hold> hold;  ///< of the key
  Preferences preferences;
};

/// What was answered to an earlier request with the same key, if there was one.
base::Task<base::Result<std::optional<review::Submitted>>> find_earlier(Api& api,
                                                                        const Submission& submission) {
  std::optional<review::Submitted> earlier;
  if (!submission.key) co_return earlier;
  auto answer = co_await api.submitter.find_answer(submission.scope, *submission.key);
  if (!answer) co_return base::fail(answer.error());
  co_return std::move(*answer);
}

std::string applied(const Preferences& preferences) {
  std::string out = preferences.strict ? "handling=strict" : "";
  if (preferences.wait)
    out += (out.empty() ? "wait=" : ", wait=") + std::to_string(preferences.wait->count());
  return out;
}

base::Task<Response> answer(Api& api, Submission submission, review::Submitted submitted,
                            std::string limit_headers) {
  Response response;
  review::SharedRecord record;
  submission.hold.reset();  // it is remembered now; whoever repeats it need not wait for the review
  if (submission.preferences.wait)
    record = co_await wait_for_review(api, submission.scope, submitted.id, *submission.preferences.wait);
  if (record) {
    response = review_response(*record);
    response.add_header("Location", "/api/reviews/" + submitted.id.str());
  } else {
    response = accepted(submitted.id, submitted.status, submitted.ignored_fields);
  }
  if (const auto preferences = applied(submission.preferences); !preferences.empty())
    response.add_header("Preference-Applied", preferences);
  if (submitted.replayed) response.add_header("Idempotent-Replayed", "true");
  response.headers.append(limit_headers);
  co_return response;
}

base::Task<Response> accept(Api& api, Submission submission) {
  auto earlier = co_await find_earlier(api, submission);
  if (!earlier) co_return problem(earlier.error());
  if (*earlier) {
    std::string no_limit;
    co_return co_await answer(api, std::move(submission), std::move(**earlier), std::move(no_limit));
  }
  auto admission = co_await api.limit.admit(submission.caller);
  if (!admission) co_return std::move(admission.error());
  review::SubmitRequest request;
  request.scope = submission.scope;
  request.input = std::move(submission.parsed.input);
  request.client = admission->charged;
  request.quota = admission->quota;
  request.only_if_free = admission->refused_unless_free.has_value();
  request.trace = std::move(submission.trace);
  request.idempotency = std::move(submission.key);
  request.ignored_fields = std::move(submission.parsed.ignored_fields);
  auto submitted = co_await api.submitter.submit(std::move(request));
  if (submitted && submitted->replayed) {
    co_await api.limit.came_to_nothing(*admission);
  } else if (submitted && !submitted->made_job) {
    co_await api.limit.cost_nothing(*admission);
  }
  if (!submitted) {
    co_await api.limit.came_to_nothing(*admission);
    if (admission->refused_unless_free && submitted.error().code == base::Errc::rate_limited)
      co_return std::move(*admission->refused_unless_free);
    auto refused = problem(submitted.error());
    refused.headers.append(admission->headers);
    co_return refused;
  }
  co_return co_await answer(api, std::move(submission), std::move(*submitted), std::move(admission->headers));
}

}  // namespace

/// Validate first: what is refused for its content costs nothing of the limit, nor does a repetition.
Reply submit(Api& api, const Request& request) {
  if (auto refusal = refuse_other_than_json(request)) return std::move(*refusal);
  const auto preferences = read_preferences(request.header("prefer"));
  auto key = read_idempotency_key(request);
  if (!key) return std::move(key.error());
  auto parsed = read_submission(request.body, api.max_code_bytes,
                                preferences.strict ? UnknownFields::refused : UnknownFields::ignored);
  if (!parsed) return std::move(parsed.error());
  if (const auto checked = api.submitter.check(parsed->input); !checked) return problem(checked.error());
  const auto trace = trace_of(request);
  Submission submission{scope_of(request),
                        SubmissionLimit::caller_of(request),
                        trace ? to_string(*trace) : std::string{},
                        std::move(*parsed),
                        std::move(*key),
                        {},
                        preferences};
  if (submission.key) {
    submission.hold = api.keys_in_progress.hold(submission.scope, *submission.key);
    if (!submission.hold) return key_in_progress();
  }
  return accept(api, std::move(submission));
}

}  // namespace assay::http
