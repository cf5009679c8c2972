#include "llm/wire/openai_common.hpp"

#include <algorithm>
#include <string>

#include "llm/wire/json_fields.hpp"

namespace assay::llm {

using base::JsonValue;

WireRequest start_openai_request(std::string_view path, const ChatRequest& request,
                                 std::string_view api_key) {
  WireRequest wire;
  wire.path = path;
  wire.headers.push_back("Content-Type: application/json");
  if (!api_key.empty()) wire.headers.push_back("Authorization: Bearer " + std::string(api_key));
  wire.body.reserve(request.system.size() + request.user.size() + request.schema.size() +
                    request.user.size() / 16 + 1024);
  return wire;
}

TokenUsage read_openai_usage(const JsonValue& usage, std::string_view input, std::string_view output) {
  TokenUsage tokens;
  tokens.input = count_of(usage, input);
  tokens.output = count_of(usage, output);
  if (const auto details = object_of(usage, std::string(input) + "_details"))
    tokens.cached = std::min(tokens.input, count_of(*details, "cached_tokens"));
  return tokens;
}

std::optional<ApiErrorText> find_openai_error(const JsonValue& root) {
  const auto error = root.find("error");
  if (!error || error->is_null()) return std::nullopt;
  ApiErrorText text;
  if (const auto message = error->as_string()) {
    text.message = *message;
    return text;
  }
  text.type = text_of(*error, "type");
  text.code = text_of(*error, "code");
  text.parameter = text_of(*error, "param");
  text.message = text_of(*error, "message");
  return text;
}

ApiErrorText read_openai_error(std::string_view body) {
  const auto document = base::JsonDocument::parse(body);
  if (!document) return {};
  if (auto error = find_openai_error(document->root())) return *error;
  ApiErrorText text;
  text.message = text_of(document->root(), "message");
  if (text.message.empty()) text.message = text_of(document->root(), "detail");
  return text;
}

}  // namespace assay::llm
