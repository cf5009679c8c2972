#include "base/json_writer.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/canceller.hpp"

namespace assay::http {
namespace {

base::Task<Response> cancel(Api& api, core::Scope scope, core::SubmissionId id) {
  const auto cancelled = co_await api.canceller.cancel(std::move(scope), std::move(id));
  if (!cancelled) co_return problem(cancelled.error());
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object()
      .field("id", cancelled->id.str())
      .field("status", to_string(cancelled->status))
      .end_object();
  co_return response;
}

}  // namespace

Reply cancel_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  return cancel(api, scope_of(request), core::SubmissionId{std::string{request.id}});
}

}  // namespace assay::http
