#include "http/accepted.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"

namespace assay::http {
namespace {

base::Task<Response> rerun(Api& api, core::Scope scope, core::SubmissionId id, std::string client) {
  // An id that is not there must cost nothing of the limit.
  const auto known = co_await api.reader.find(scope, id);
  if (!known) co_return problem(known.error());
  auto admission = co_await api.limit.admit(std::move(client));
  if (!admission) co_return std::move(admission.error());
  const auto submitted =
      co_await api.rerunner.rerun(std::move(scope), std::move(id), std::move(admission->charged));
  Response response = submitted ? accepted(submitted->id, submitted->status, {}) : problem(submitted.error());
  response.headers.append(admission->headers);
  co_return response;
}

}  // namespace

Reply rerun_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  return rerun(api, scope_of(request), core::SubmissionId{std::string{request.id}}, request.client);
}

}  // namespace assay::http
