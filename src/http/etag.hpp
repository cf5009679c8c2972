#pragma once
#include <string_view>

#include "http/response.hpp"

namespace assay::http {

/// If-None-Match (RFC 9110, 13.1.2): "*" or a list that has `tag`, compared weakly.
bool etag_matches(std::string_view if_none_match, std::string_view tag);

/// 304 with the tag.
Response not_modified(std::string_view tag);

}  // namespace assay::http
