#pragma once
#include <optional>

#include "core/trace_context.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// The caller's place in a trace (traceparent); nothing without one, or with one that is malformed.
std::optional<core::TraceContext> trace_of(const Request& request);

/// Logs an answer: failures of the server as warnings, everything else for those who debug.
void log_answer(const Request& request, const Response& response);

}  // namespace assay::http
