#pragma once
#include "http/api.hpp"
#include "http/response.hpp"

namespace assay::http {

/// The object `Session` of openapi.json for a caller; null: nobody.
Response session_response(const Api& api, const access::SharedIdentity& identity);

}  // namespace assay::http
