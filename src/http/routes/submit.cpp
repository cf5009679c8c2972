#include "http/accepted.hpp"
#include "http/middleware/json_body.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"
#include "http/submission_request.hpp"
#include "review/submitter.hpp"

namespace assay::http {
namespace {

base::Task<Response> accept(Api& api, core::Scope scope, std::string client, SubmissionRequest parsed) {
  auto admission = co_await api.limit.admit(std::move(client));
  if (!admission) co_return std::move(admission.error());
  review::SubmitRequest request;
  request.scope = std::move(scope);
  request.input = std::move(parsed.input);
  request.client = std::move(admission->charged);
  const auto submitted = co_await api.submitter.submit(std::move(request));
  Response response = submitted ? accepted(submitted->id, submitted->status, parsed.ignored_fields)
                                : problem(submitted.error());
  response.headers.append(admission->headers);
  co_return response;
}

}  // namespace

/// Validate first: what is refused for its content costs nothing of the limit.
Reply submit(Api& api, const Request& request) {
  if (auto refusal = refuse_other_than_json(request)) return std::move(*refusal);
  const bool strict = request.header("prefer").find("handling=strict") != std::string_view::npos;
  auto parsed = read_submission(request.body, api.max_code_bytes,
                                strict ? UnknownFields::refused : UnknownFields::ignored);
  if (!parsed) return std::move(parsed.error());
  if (const auto checked = api.submitter.check(parsed->input); !checked) return problem(checked.error());
  return accept(api, scope_of(request), request.client, std::move(*parsed));
}

}  // namespace assay::http
