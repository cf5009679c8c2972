#include "http/etag.hpp"

namespace assay::http {

bool etag_matches(std::string_view if_none_match, std::string_view tag) {
  if (if_none_match == "*") return true;
  // Tags have their quotes and no quote inside, so that a list needs no taking apart.
  return if_none_match.find(tag) != std::string_view::npos;
}

Response not_modified(std::string_view tag) {
  Response response;
  response.status = 304;
  response.add_header("ETag", tag);
  response.add_header("Cache-Control", "no-cache");
  return response;
}

}  // namespace assay::http
