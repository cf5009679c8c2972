#include "http/middleware/trace.hpp"

#include <chrono>

#include "base/log.hpp"

namespace assay::http {

std::optional<core::TraceContext> trace_of(const Request& request) {
  const auto value = request.header("traceparent");
  return value.empty() ? std::nullopt : core::parse_traceparent(value);
}

void log_answer(const Request& request, const Response& response) {
  const bool failed = response.status >= 500 && response.status != 501 && response.status != 505;
  const auto level = failed ? base::log::Level::warn : base::log::Level::debug;
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - request.started;
  const auto trace = trace_of(request);
  // Ids that no one gave are left empty, so that every line has the same fields. The path is logged without
  // its query, which can hold words of code.
  base::log::write(
      level, failed ? "a request failed" : "answered",
      {{"request_id", request.request_id},
       {"trace_id", trace ? std::string_view{trace->trace_id} : std::string_view{}},
       {"method", to_string(request.method)},
       {"path", request.path},
       {"status", response.status},
       {"ms", took.count()},
       {"key", request.identity ? std::string_view{request.identity->key().prefix} : std::string_view{}},
       {"detail",
        failed && response.problem ? std::string_view{response.problem->detail} : std::string_view{}}});
}

}  // namespace assay::http
