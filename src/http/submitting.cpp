#include "http/submitting.hpp"

#include <utility>

#include "http/accepted.hpp"
#include "http/middleware/trace.hpp"
#include "http/problem.hpp"
#include "http/review_body.hpp"
#include "http/wait_for_review.hpp"

namespace assay::http {
namespace {

std::string applied(const Preferences& preferences) {
  std::string out = preferences.strict ? "handling=strict" : "";
  if (preferences.wait)
    out += (out.empty() ? "wait=" : ", wait=") + std::to_string(preferences.wait->count());
  return out;
}

}  // namespace

tl::expected<Submitting, Response> read_submitting(Api& api, const Request& request, std::string_view about) {
  auto key = read_idempotency_key(request, about);
  if (!key) return tl::unexpected(std::move(key.error()));
  const auto trace = trace_of(request);
  Submitting submitting{scope_of(request),
                        SubmissionLimit::caller_of(request),
                        trace ? to_string(*trace) : std::string{},
                        std::move(*key),
                        {},
                        read_preferences(request.header("prefer"))};
  if (submitting.key) {
    submitting.hold = api.keys_in_progress.hold(submitting.scope, *submitting.key);
    if (!submitting.hold) return tl::unexpected(key_in_progress());
  }
  return submitting;
}

base::Task<Response> answer_submitted(Api& api, Submitting submitting, review::Submitted submitted,
                                      std::string limit_headers) {
  Response response;
  review::SharedRecord record;
  submitting.hold.reset();  // it is remembered now; whoever repeats it need not wait for the review
  if (submitting.preferences.wait)
    record = co_await wait_for_review(api, submitting.scope, submitted.id, *submitting.preferences.wait);
  if (record) {
    response = review_response(*record);
    response.add_header("Location", "/api/reviews/" + submitted.id.str());
  } else {
    response = accepted(submitted.id, submitted.status, submitted.ignored_fields);
  }
  if (const auto preferences = applied(submitting.preferences); !preferences.empty())
    response.add_header("Preference-Applied", preferences);
  if (submitted.replayed) response.add_header("Idempotent-Replayed", "true");
  response.headers.append(limit_headers);
  co_return response;
}

base::Task<std::optional<Response>> answer_earlier(Api& api, Submitting& submitting) {
  std::optional<Response> response;
  if (!submitting.key) co_return response;
  auto earlier = co_await api.submitter.find_answer(submitting.scope, *submitting.key);
  if (!earlier) {
    response = problem(earlier.error());
  } else if (*earlier) {
    std::string no_limit;
    response =
        co_await answer_submitted(api, std::move(submitting), std::move(**earlier), std::move(no_limit));
  }
  co_return response;
}

}  // namespace assay::http
