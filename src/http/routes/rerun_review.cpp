#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "http/submitting.hpp"
#include "review/reader.hpp"
#include "review/rerunner.hpp"

namespace assay::http {
namespace {

base::Task<Response> rerun(Api& api, core::SubmissionId id, Submitting submitting) {
  auto earlier = co_await answer_earlier(api, submitting);
  if (earlier) co_return std::move(*earlier);
  // An id that is not there must cost nothing of the limit.
  const auto known = co_await api.reader.find(submitting.scope, id);
  if (!known) co_return problem(known.error());
  auto admission = co_await api.limit.admit(submitting.caller);
  if (!admission) co_return std::move(admission.error());
  if (admission->refused_unless_free) {  // a rerun is never free
    co_await api.limit.came_to_nothing(*admission);
    co_return std::move(*admission->refused_unless_free);
  }
  review::SubmitRequest again;
  again.scope = submitting.scope;
  again.client = admission->charged;
  again.quota = admission->quota;
  again.trace = std::move(submitting.trace);
  again.idempotency = std::move(submitting.key);
  auto submitted = co_await api.rerunner.rerun(std::move(id), std::move(again));
  if (!submitted || submitted->replayed) co_await api.limit.came_to_nothing(*admission);
  if (!submitted) {
    auto refused = problem(submitted.error());
    refused.headers.append(admission->headers);
    co_return refused;
  }
  co_return co_await answer_submitted(api, std::move(submitting), std::move(*submitted),
                                      std::move(admission->headers));
}

}  // namespace

/// A key stands for the rerun of one submission: with another id, or in another call, it is another request.
Reply rerun_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  auto submitting = read_submitting(api, request, request.path);
  if (!submitting) return std::move(submitting.error());
  submitting->preferences.strict = false;  // there is nothing to be strict with
  return rerun(api, core::SubmissionId{std::string{request.id}}, std::move(*submitting));
}

}  // namespace assay::http
