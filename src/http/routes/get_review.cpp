#include "http/etag.hpp"
#include "http/problem.hpp"
#include "http/review_body.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/reader.hpp"

namespace assay::http {
namespace {

Response answer(const core::SubmissionRecord& record, std::string_view if_none_match) {
  if (!if_none_match.empty()) {
    auto tag = review_etag(record);
    if (etag_matches(if_none_match, tag)) return not_modified(tag);
  }
  return review_response(record);
}

base::Task<Response> find(Api& api, core::Scope scope, core::SubmissionId id, std::string if_none_match) {
  const auto found = co_await api.reader.find(std::move(scope), std::move(id));
  if (!found) co_return problem(found.error());
  co_return answer(**found, if_none_match);
}

}  // namespace

Reply get_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  core::SubmissionId id{std::string{request.id}};
  const auto if_none_match = request.header("if-none-match");
  if (const auto hot = api.reader.find_hot(scope_of(request), id)) return answer(*hot, if_none_match);
  return find(api, scope_of(request), std::move(id), std::string{if_none_match});
}

}  // namespace assay::http
