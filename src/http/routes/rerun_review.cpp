#include "http/accepted.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/middleware/trace.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"

namespace assay::http {
namespace {

base::Task<Response> rerun(Api& api, core::SubmissionId id, SubmissionLimit::Caller caller,
                           review::SubmitRequest request) {
  // An id that is not there must cost nothing of the limit.
  const auto known = co_await api.reader.find(request.scope, id);
  if (!known) co_return problem(known.error());
  auto admission = co_await api.limit.admit(std::move(caller));
  if (!admission) co_return std::move(admission.error());
  if (admission->refused_unless_free) {  // a rerun is never free
    co_await api.limit.came_to_nothing(*admission);
    co_return std::move(*admission->refused_unless_free);
  }
  request.client = admission->charged;
  request.quota = admission->quota;
  const auto submitted = co_await api.rerunner.rerun(std::move(id), std::move(request));
  if (!submitted) co_await api.limit.came_to_nothing(*admission);
  Response response = submitted ? accepted(submitted->id, submitted->status, {}) : problem(submitted.error());
  response.headers.append(admission->headers);
  co_return response;
}

}  // namespace

Reply rerun_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  review::SubmitRequest again;
  again.scope = scope_of(request);
  if (const auto trace = trace_of(request)) again.trace = to_string(*trace);
  return rerun(api, core::SubmissionId{std::string{request.id}}, SubmissionLimit::caller_of(request),
               std::move(again));
}

}  // namespace assay::http
