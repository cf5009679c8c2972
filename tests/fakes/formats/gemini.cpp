// The Gemini API as its reference describes it. The model stands in the path.
#include <algorithm>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/utf8.hpp"
#include "fakes/raw_json_string.hpp"
#include "fakes/schema_check.hpp"
#include "fakes/wire_format.hpp"

namespace assay::fakes {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr std::string_view kWhole = ":generateContent";
constexpr std::string_view kStream = ":streamGenerateContent";

ApiError refuse(std::string message, int status = 400, std::string type = "INVALID_ARGUMENT") {
  ApiError error;
  error.status = status;
  error.type = std::move(type);
  error.message = std::move(message);
  return error;
}

ApiError unknown_name(std::string_view name, std::string_view where) {
  return refuse("Invalid JSON payload received. Unknown name \"" + std::string(name) + "\"" +
                (where.empty() ? "" : " at '" + std::string(where) + "'") + ": Cannot find field.");
}

bool append_parts(const JsonValue& content, std::string& prompt) {
  const auto parts = content.find("parts");
  if (!parts || parts->items().empty()) return false;
  for (const auto& part : parts->items()) {
    const auto text = part.find("text");
    if (!text || !text->as_string()) return false;
    prompt += std::string(*text->as_string()) + "\n";
  }
  return true;
}

std::optional<ApiError> read_generation_config(const JsonValue& config, SchemaSupport support,
                                               Generation& out) {
  static constexpr std::string_view kKnown[] = {
      "maxOutputTokens",    "temperature",   "topP",          "topK",
      "responseMimeType",   "seed",          "stopSequences", "thinkingConfig",
      "responseJsonSchema", "responseSchema"};
  for (const auto& [name, value] : config.members()) {
    const bool known = std::find(std::begin(kKnown), std::end(kKnown), name) != std::end(kKnown);
    const bool schema = name == "responseJsonSchema" || name == "responseSchema";
    if (!known || (schema && support != SchemaSupport::strict))
      return unknown_name(name, "generation_config");
    if (name == "responseMimeType" && support == SchemaSupport::none)
      return unknown_name("response_mime_type", "generation_config");
  }
  const auto mime = config.find("responseMimeType");
  const bool json = mime && mime->as_string() == "application/json";
  if (const auto schema = config.find("responseJsonSchema")) {
    if (!json)
      return refuse("Response schema is only supported with response_mime_type set to application/json");
    if (const auto wrong = find_strict_schema_error(*schema))
      return refuse("Invalid value at 'generation_config.response_json_schema': " + *wrong);
  }
  if (const auto limit = config.find("maxOutputTokens")) {
    out.max_tokens = limit->as_int();
    if (!out.max_tokens || *out.max_tokens < 1) return refuse("max_output_tokens must be positive");
  }
  const auto temperature = config.find("temperature");
  const double value = temperature ? temperature->as_double().value_or(-1) : 1;
  constexpr double kMost = 2;
  if (value < 0 || value > kMost) return refuse("temperature must be in the range [0, 2]");
  return std::nullopt;
}

std::string finish_name(const Answer& answer) {
  if (!answer.refusal.empty() || answer.finish == Answer::Finish::content_filter) return "SAFETY";
  return answer.finish == Answer::Finish::length ? "MAX_TOKENS" : "STOP";
}

// One chunk; `finish` empty: more follows.
std::string chunk(const Generation& generation, const Answer& answer, std::string_view text,
                  std::string_view finish, std::string_view id) {
  std::string out = R"({"candidates":[{"content":{"parts":[{"text":)";
  append_raw_json_string(out, text);
  out += R"(}],"role":"model"})";
  if (!finish.empty()) out += R"(,"finishReason":")" + std::string(finish) + "\"";
  out += ",\"index\":0}]";
  if (answer.report_usage) {
    const auto written = finish.empty() ? 0 : answer.completion_tokens;
    out += R"(,"usageMetadata":{"promptTokenCount":)" + std::to_string(answer.prompt_tokens) +
           ",\"candidatesTokenCount\":" + std::to_string(written) +
           ",\"totalTokenCount\":" + std::to_string(answer.prompt_tokens + written) + "}";
  }
  out += R"(,"modelVersion":)";
  append_raw_json_string(out, generation.model);
  out += ",\"responseId\":\"" + std::string(id) + "\"}";
  return out;
}

class Gemini final : public WireFormat {
 public:
  bool serves(std::string_view path) const override {
    return path.ends_with(kWhole) || path.ends_with(kStream);
  }

  std::optional<ApiError> check_auth(const ApiRequest& request,
                                     std::string_view expected_key) const override {
    auto key = request.header("x-goog-api-key");
    if (const auto at = request.query.find("key="); key.empty() && at != std::string_view::npos)
      key = request.query.substr(at + 4, request.query.find('&', at) - at - 4);
    if (key.empty()) {
      return refuse("Method doesn't allow unregistered callers (callers without established identity).", 403,
                    "PERMISSION_DENIED");
    }
    if (!expected_key.empty() && key != expected_key) {
      auto error = refuse("API key not valid. Please pass a valid API key.");
      error.code = "API_KEY_INVALID";
      return error;
    }
    return std::nullopt;
  }

  std::optional<ApiError> read(const ApiRequest& request, SchemaSupport support,
                               Generation& out) const override {
    out.stream = request.path.ends_with(kStream);
    auto name = request.path.substr(0, request.path.rfind(':'));
    const auto at = name.rfind("models/");
    if (at == std::string_view::npos) return refuse("Not found", 404, "NOT_FOUND");
    out.model = name.substr(at + 7);
    if (out.stream && request.query.find("alt=sse") == std::string_view::npos)
      return refuse("this stand-in streams with alt=sse only");
    const auto document = base::JsonDocument::parse(request.body);
    if (!document || document->root().type() != JsonType::object)
      return refuse("Invalid JSON payload received. Unexpected end of string.");
    const auto root = document->root();
    static constexpr std::string_view kKnown[] = {
        "contents", "systemInstruction", "generationConfig", "safetySettings",
        "tools",    "toolConfig",        "cachedContent"};
    for (const auto& [member, value] : root.members()) {
      if (std::find(std::begin(kKnown), std::end(kKnown), member) == std::end(kKnown))
        return unknown_name(member, "");
    }
    if (const auto system = root.find("systemInstruction"); system && !append_parts(*system, out.prompt))
      return refuse("* GenerateContentRequest.system_instruction.parts: must not be empty");
    const auto contents = root.find("contents");
    if (!contents || contents->items().empty())
      return refuse("* GenerateContentRequest.contents: contents is not specified");
    for (const auto& content : contents->items()) {
      const auto role = content.find("role");
      if (role && role->as_string() != "user" && role->as_string() != "model")
        return refuse("Please use a valid role: user, model.");
      if (!append_parts(content, out.prompt))
        return refuse("* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.");
    }
    const auto config = root.find("generationConfig");
    return config ? read_generation_config(*config, support, out) : std::nullopt;
  }

  std::string error_body(const ApiError& error) const override {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().key("error").begin_object();
    json.field("code", error.status).field("message", error.message).field("status", status_of(error));
    if (!error.code.empty()) {
      json.key("details").begin_array().begin_object();
      json.field("@type", "type.googleapis.com/google.rpc.ErrorInfo").field("reason", error.code);
      json.end_object().end_array();
    }
    json.end_object().end_object();
    return out;
  }

  std::string whole_reply(const Generation& generation, const Answer& answer,
                          std::string_view id) const override {
    const auto finish = answer.finish == Answer::Finish::none ? std::string{} : finish_name(answer);
    return chunk(generation, answer, answer.content, finish, id);
  }

  std::vector<Event> stream(const Generation& generation, const Answer& answer, std::string_view id,
                            std::size_t chunk_bytes) const override {
    std::vector<Event> events;
    for (std::string_view rest = answer.content; !rest.empty();) {
      auto piece = base::utf8_prefix(rest, chunk_bytes);
      if (piece.empty()) piece = rest.substr(0, chunk_bytes);
      events.push_back({"", chunk(generation, answer, piece, "", id), Event::Role::content});
      rest.remove_prefix(piece.size());
    }
    if (answer.finish != Answer::Finish::none)
      events.push_back({"", chunk(generation, answer, "", finish_name(answer), id), Event::Role::finish});
    return events;
  }

  Event stream_error(const ApiError& error) const override {
    return {"", error_body(error), Event::Role::content};
  }

 private:
  static std::string status_of(const ApiError& error) {
    if (error.type != "invalid_request_error" && error.type != "requests" && error.type != "server_error")
      return error.type;
    switch (error.status) {
      case 401:
        return "UNAUTHENTICATED";
      case 403:
        return "PERMISSION_DENIED";
      case 404:
        return "NOT_FOUND";
      case 429:
        return "RESOURCE_EXHAUSTED";
      case 503:
        return "UNAVAILABLE";
      case 504:
        return "DEADLINE_EXCEEDED";
      default:
        return error.status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    }
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_gemini() { return std::make_unique<Gemini>(); }

}  // namespace assay::fakes
