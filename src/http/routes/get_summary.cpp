#include "http/history/summary_row.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

Response answer(const core::SubmissionRecord& record) {
  Response response = json_response({});
  append_summary(response.body, record);
  return response;
}

base::Task<Response> find(Api& api, core::Scope scope, core::SubmissionId id) {
  const auto found = co_await api.reader.find(std::move(scope), std::move(id));
  if (!found) co_return problem(found.error());
  co_return answer(**found);
}

}  // namespace

Reply get_summary(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  core::SubmissionId id{std::string{request.id}};
  if (const auto hot = api.reader.find_hot(scope_of(request), id)) return answer(*hot);
  return find(api, scope_of(request), std::move(id));
}

}  // namespace assay::http
