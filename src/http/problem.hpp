#pragma once
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "http/response.hpp"

namespace assay::http {

/// The only place that says which error is which status.
int status_of(base::Errc code);

/// The answer for an error of the layers below: status, `detail`, Retry-After where trying again may help.
Response problem(const base::Error& error);
/// The answer for an error of the HTTP layer itself.
Response problem(int status, std::string_view code, std::string detail, std::string field = {});

/// Writes the body of `response.problem` (application/problem+json, RFC 9457).
void write_problem_body(Response& response, std::string_view request_id);

}  // namespace assay::http
