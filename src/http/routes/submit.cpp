#include "http/middleware/json_body.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"
#include "http/submission_request.hpp"
#include "http/submitting.hpp"

namespace assay::http {
namespace {

base::Task<Response> accept(Api& api, Submitting submitting, SubmissionRequest parsed) {
  auto earlier = co_await answer_earlier(api, submitting);
  if (earlier) co_return std::move(*earlier);
  auto admission = co_await api.limit.admit(submitting.caller);
  if (!admission) co_return std::move(admission.error());
  review::SubmitRequest request;
  request.scope = submitting.scope;
  request.input = std::move(parsed.input);
  request.client = admission->charged;
  request.quota = admission->quota;
  request.only_if_free = admission->refused_unless_free.has_value();
  request.trace = std::move(submitting.trace);
  request.idempotency = std::move(submitting.key);
  request.ignored_fields = std::move(parsed.ignored_fields);
  auto submitted = co_await api.submitter.submit(std::move(request));
  if (!submitted) {
    co_await api.limit.came_to_nothing(*admission);
    if (admission->refused_unless_free && submitted.error().code == base::Errc::rate_limited)
      co_return std::move(*admission->refused_unless_free);
    auto refused = problem(submitted.error());
    refused.headers.append(admission->headers);
    co_return refused;
  }
  if (submitted->replayed) {
    co_await api.limit.came_to_nothing(*admission);
  } else if (!submitted->made_job) {
    co_await api.limit.cost_nothing(*admission);
  }
  co_return co_await answer_submitted(api, std::move(submitting), std::move(*submitted),
                                      std::move(admission->headers));
}

}  // namespace

/// Validate first: what is refused for its content costs nothing of the limit, nor does a repetition.
Reply submit(Api& api, const Request& request) {
  if (auto refusal = refuse_other_than_json(request)) return std::move(*refusal);
  const bool strict = read_preferences(request.header("prefer")).strict;
  auto parsed = read_submission(request.body, api.max_code_bytes,
                                strict ? UnknownFields::refused : UnknownFields::ignored);
  if (!parsed) return std::move(parsed.error());
  if (const auto checked = api.submitter.check(parsed->input); !checked) return problem(checked.error());
  auto submitting = read_submitting(api, request, {});
  if (!submitting) return std::move(submitting.error());
  return accept(api, std::move(*submitting), std::move(*parsed));
}

}  // namespace assay::http
