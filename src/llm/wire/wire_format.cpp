#include "llm/wire/wire_format.hpp"

namespace assay::llm {

std::string_view to_string(ApiFormat format) {
  switch (format) {
    case ApiFormat::openai_chat:
      return "openai-chat";
    case ApiFormat::openai_responses:
      return "openai-responses";
    case ApiFormat::anthropic:
      return "anthropic";
    case ApiFormat::gemini:
      return "gemini";
  }
  return "";
}

std::unique_ptr<WireFormat> make_wire_format(ApiFormat format) {
  switch (format) {
    case ApiFormat::openai_chat:
      break;
    case ApiFormat::openai_responses:
      return make_openai_responses();
    case ApiFormat::anthropic:
      return make_anthropic();
    case ApiFormat::gemini:
      return make_gemini();
  }
  return make_openai_chat();
}

}  // namespace assay::llm
