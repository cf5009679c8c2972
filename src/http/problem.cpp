#include "http/problem.hpp"

#include "base/json_writer.hpp"

namespace assay::http {

int status_of(base::Errc code) {
  switch (code) {
    case base::Errc::invalid_argument:
      return 422;
    case base::Errc::not_found:
      return 404;
    case base::Errc::conflict:
      return 409;
    case base::Errc::too_large:
      return 413;
    case base::Errc::unsupported:
      return 415;
    case base::Errc::rate_limited:
      return 429;
    case base::Errc::unauthorized:
      return 401;
    case base::Errc::forbidden:
      return 403;
    case base::Errc::timeout:
      return 504;
    case base::Errc::unavailable:
    case base::Errc::cancelled:
    case base::Errc::exhausted:
      return 503;
    case base::Errc::corrupt:
    case base::Errc::internal:
      return 500;
  }
  return 500;
}

Response problem(int status, std::string_view code, std::string detail, std::string field) {
  Response response;
  response.status = status;
  response.problem = std::make_unique<Problem>();
  response.problem->code = code;
  response.problem->detail = std::move(detail);
  response.problem->field = std::move(field);
  return response;
}

Response problem(const base::Error& error) {
  const int status = status_of(error.code);
  auto response = problem(status, to_string(error.code), error.message, error.field);
  if (status == 503) response.add_header("Retry-After", "1");
  return response;
}

void write_problem_body(Response& response, std::string_view request_id) {
  const Problem& problem = *response.problem;
  response.content_type = kProblemJson;
  response.body.clear();
  base::JsonWriter json{response.body};
  json.begin_object().field("type", "about:blank").field("title", reason_phrase(response.status));
  json.field("status", response.status).field("detail", problem.detail).field("code", problem.code);
  if (!problem.field.empty()) json.field("field", problem.field);
  json.field("request_id", request_id).end_object();
}

}  // namespace assay::http
