#pragma once
#include <cstdint>
#include <string_view>

namespace assay::llm {

/// How a provider is spoken to; one WireFormat each.
enum class ApiFormat : std::uint8_t { openai_chat, openai_responses, anthropic, gemini };
/// "openai-chat", "openai-responses", "anthropic", "gemini": as in the configuration.
std::string_view to_string(ApiFormat format);

}  // namespace assay::llm
