#pragma once
#include <optional>
#include <string_view>

#include "base/json_reader.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {

// What OpenAI's two APIs have in common.

/// A request without a body yet: headers, the key among them, and room for the text.
WireRequest start_openai_request(std::string_view path, const ChatRequest& request, std::string_view api_key);
/// The counts of a usage object, whose members are called `input` and `output`, and `input` + "_details".
TokenUsage read_openai_usage(const base::JsonValue& usage, std::string_view input, std::string_view output);
/// {"error":{…}} and {"error":"…"} as OpenAI and the servers like it send them; nothing without an error.
std::optional<ApiErrorText> find_openai_error(const base::JsonValue& root);
/// The body of a reply with an error status: as above, {"message":"…"} or {"detail":"…"}.
ApiErrorText read_openai_error(std::string_view body);

}  // namespace assay::llm
