#include "base/json_writer.hpp"
#include "core/review_json.hpp"
#include "core/states_json.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/issue_triage.hpp"

namespace assay::http {
namespace {

base::Task<Response> find(Api& api, core::Scope scope, core::SubmissionId id, std::string issue_id) {
  const auto found = co_await api.triage.find(std::move(scope), std::move(id), std::move(issue_id));
  if (!found) co_return problem(found.error());
  auto response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object()
      .key("issue")
      .raw(core::encode_issue(found->issue, found->state()))
      .key("history")
      .begin_array();
  for (const auto& state : found->history) core::write_state(json, state);
  json.end_array().end_object();
  response.add_header("Cache-Control", "no-cache");
  co_return response;
}

}  // namespace

Reply get_issue(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  return find(api, scope_of(request), core::SubmissionId{std::string{request.id}},
              std::string{request.other});
}

}  // namespace assay::http
