#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/comparer.hpp"

namespace assay::http {
namespace {

base::Task<Response> compare(Api& api, core::Scope scope, core::SubmissionId before,
                             core::SubmissionId after) {
  auto compared = co_await api.comparer.compare(std::move(scope), std::move(before), std::move(after));
  if (!compared) co_return problem(compared.error());
  auto response = json_response(std::move(*compared));
  response.add_header("Cache-Control", "no-cache");
  co_return response;
}

}  // namespace

Reply compare_reviews(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id) || !core::is_well_formed_id(request.other))
    return no_such_review();
  return compare(api, scope_of(request), core::SubmissionId{std::string{request.id}},
                 core::SubmissionId{std::string{request.other}});
}

}  // namespace assay::http
