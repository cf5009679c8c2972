#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/canceller.hpp"

namespace assay::http {
namespace {

base::Task<Response> erase(Api& api, core::Scope scope, core::SubmissionId id) {
  const auto erased = co_await api.canceller.erase(std::move(scope), std::move(id));
  if (!erased) co_return problem(erased.error());
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace

Reply delete_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  return erase(api, scope_of(request), core::SubmissionId{std::string{request.id}});
}

}  // namespace assay::http
