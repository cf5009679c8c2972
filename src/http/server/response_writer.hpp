#pragma once
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/server/output.hpp"

namespace assay::http {

/// Appends the whole answer: status line, fields, body (left out for HEAD, 204 and 304). `date` is the value
/// of Date (RFC 9110, 5.6.7). Of a stream only the head is written.
void write_response(Output& output, const Request& request, Response& response, std::string_view date,
                    bool keep_alive);

}  // namespace assay::http
