#pragma once
#include <optional>
#include <string_view>

#include "base/json_reader.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// 415 where the body is declared to be something other than application/json; no declaration is taken as
/// JSON.
std::optional<Response> refuse_other_than_json(const Request& request);

/// The same, and 400 where the body is no JSON.
tl::expected<base::JsonDocument, Response> read_json_body(const Request& request);

}  // namespace assay::http
