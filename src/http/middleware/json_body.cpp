#include "http/middleware/json_body.hpp"

#include "base/utf8.hpp"
#include "http/problem.hpp"

namespace assay::http {

std::optional<Response> refuse_other_than_json(const Request& request) {
  if (const auto coding = request.header("content-encoding");
      !coding.empty() && !equals_ignoring_case(coding, "identity")) {
    auto refused = problem(415, "unsupported", "The body must be sent as it is, without Content-Encoding.");
    refused.add_header("Accept-Encoding", "identity");
    return refused;
  }
  if (!request.has_header("content-type")) return std::nullopt;
  const auto declared = request.header("content-type");
  auto type = declared.substr(0, declared.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  if (equals_ignoring_case(type, "application/json")) return std::nullopt;
  return problem(415, "unsupported",
                 "The body must be application/json, not " +
                     (type.empty() ? "of no type" : base::replace_invalid_utf8(base::utf8_prefix(type, 64))) +
                     ".");
}

tl::expected<base::JsonDocument, Response> read_json_body(const Request& request) {
  if (auto refusal = refuse_other_than_json(request)) return tl::unexpected(std::move(*refusal));
  auto document = base::JsonDocument::parse(request.body);
  if (document) return std::move(*document);
  return tl::unexpected(
      problem(400, "invalid_argument", "The body can't be read: " + document.error().message + "."));
}

}  // namespace assay::http
