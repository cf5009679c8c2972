// Anthropic Messages as its API reference describes it.
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

ApiError refuse(std::string message, int status = 400, std::string type = "invalid_request_error") {
  ApiError error;
  error.status = status;
  error.type = std::move(type);
  error.message = std::move(message);
  return error;
}

constexpr std::string_view kKnown[] = {
    "model", "max_tokens", "messages",    "system",        "stream",         "temperature", "top_p",
    "top_k", "tools",      "tool_choice", "output_config", "stop_sequences", "metadata",    "thinking"};

// Newer models take no sampling parameters.
bool refuses_temperature(std::string_view model) {
  return model.starts_with("claude-opus-4-7") || model.starts_with("claude-opus-4-8") ||
         model.starts_with("claude-opus-5") || model.starts_with("claude-sonnet-5") ||
         model.starts_with("claude-fable");
}

bool append_text(const JsonValue& content, std::string& prompt) {
  if (const auto text = content.as_string()) {
    prompt += std::string(*text) + "\n";
    return true;
  }
  if (content.type() != JsonType::array) return false;
  for (const auto& block : content.items()) {
    const auto text = block.find("text");
    if (!text || !text->as_string()) return false;
    prompt += std::string(*text->as_string()) + "\n";
  }
  return true;
}

std::optional<ApiError> read_messages(const JsonValue& root, std::string& prompt) {
  if (const auto system = root.find("system")) append_text(*system, prompt);
  const auto messages = root.find("messages");
  if (!messages) return refuse("messages: Field required");
  if (messages->items().empty()) return refuse("messages: at least one message is required");
  for (const auto& message : messages->items()) {
    const auto role = message.find("role");
    const auto name = role ? role->as_string().value_or("") : std::string_view{};
    if (name != "user" && name != "assistant") {
      return refuse(
          "messages: Unexpected role \"" + std::string(name) +
          "\". The Messages API accepts a top-level `system` parameter, not \"system\" as an input message "
          "role.");
    }
    const auto content = message.find("content");
    if (!content || !append_text(*content, prompt)) return refuse("messages.0.content: Field required");
  }
  return std::nullopt;
}

std::optional<ApiError> read_schema(const JsonValue& root, SchemaSupport support, bool& tool) {
  if (const auto config = root.find("output_config")) {
    if (support != SchemaSupport::strict) return refuse("output_config: Extra inputs are not permitted");
    const auto format = config->find("format");
    const auto type = format ? format->find("type") : std::nullopt;
    if (!type || type->as_string() != "json_schema")
      return refuse("output_config.format.type: Input should be 'json_schema'");
    const auto schema = format->find("schema");
    if (!schema) return refuse("output_config.format.schema: Field required");
    if (const auto wrong = find_strict_schema_error(*schema))
      return refuse("output_config.format.schema: " + *wrong);
  }
  const auto tools = root.find("tools");
  const auto choice = root.find("tool_choice");
  if (choice && !tools) return refuse("tool_choice: may only be specified while providing tools");
  if (!tools) return std::nullopt;
  if (support == SchemaSupport::none) return refuse("tools: not supported by this model");
  for (const auto& item : tools->items()) {
    const auto schema = item.find("input_schema");
    if (!item.find("name")) return refuse("tools.0.name: Field required");
    if (!schema || !schema->find("type")) return refuse("tools.0.input_schema: Field required");
  }
  tool = choice.has_value();
  return std::nullopt;
}

const char* stop_reason(const Answer& answer, bool tool) {
  if (!answer.refusal.empty()) return "refusal";
  switch (answer.finish) {
    case Answer::Finish::length:
      return "max_tokens";
    case Answer::Finish::content_filter:
      return "refusal";
    default:
      return tool ? "tool_use" : "end_turn";
  }
}

void write_usage(base::JsonWriter& json, const Answer& answer, std::size_t output) {
  json.key("usage").begin_object();
  if (answer.report_usage) {
    json.field("input_tokens", answer.prompt_tokens).field("cache_creation_input_tokens", 0);
    json.field("cache_read_input_tokens", 0).field("output_tokens", output);
  }
  json.end_object();
}

class Anthropic final : public WireFormat {
 public:
  bool serves(std::string_view path) const override { return path.ends_with("/messages"); }

  std::optional<ApiError> check_auth(const ApiRequest& request,
                                     std::string_view expected_key) const override {
    const auto key = request.header("x-api-key");
    if (key.empty()) return refuse("x-api-key header is required", 401, "authentication_error");
    if (!expected_key.empty() && key != expected_key)
      return refuse("invalid x-api-key", 401, "authentication_error");
    const auto version = request.header("anthropic-version");
    if (version.empty()) return refuse("anthropic-version: header is required");
    if (version != "2023-06-01" && version != "2023-01-01")
      return refuse("anthropic-version: \"" + std::string(version) + "\" is not a valid version");
    return std::nullopt;
  }

  std::optional<ApiError> read(const ApiRequest& request, SchemaSupport support,
                               Generation& out) const override {
    const auto document = base::JsonDocument::parse(request.body);
    if (!document || document->root().type() != JsonType::object)
      return refuse("The request body is not valid JSON");
    const auto root = document->root();
    for (const auto& [name, value] : root.members()) {
      if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown))
        return refuse(std::string(name) + ": Extra inputs are not permitted");
    }
    const auto model = root.find("model");
    if (!model || !model->as_string() || model->as_string()->empty()) return refuse("model: Field required");
    out.model = *model->as_string();
    const auto limit = root.find("max_tokens");
    if (!limit) return refuse("max_tokens: Field required");
    out.max_tokens = limit->as_int();
    if (!out.max_tokens || *out.max_tokens < 1)
      return refuse("max_tokens: must be greater than or equal to 1");
    if (root.find("temperature") && refuses_temperature(out.model))
      return refuse("`temperature` is deprecated for this model.");
    if (const auto stream = root.find("stream")) out.stream = stream->as_bool().value_or(false);
    if (auto error = read_messages(root, out.prompt)) return error;
    return read_schema(root, support, out.tool);
  }

  std::string error_body(const ApiError& error) const override {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().field("type", "error").key("error").begin_object();
    json.field("type", type_of(error)).field("message", error.message).end_object();
    json.field("request_id", "req_fake").end_object();
    return out;
  }

  std::string whole_reply(const Generation& generation, const Answer& answer,
                          std::string_view id) const override {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().field("id", id).field("type", "message").field("role", "assistant");
    json.field("model", generation.model).key("content").begin_array();
    const bool parses = generation.tool && base::JsonDocument::parse(answer.content).has_value();
    if (parses) {
      json.begin_object().field("type", "tool_use").field("id", "toolu_fake").field("name", "review");
      json.key("input").raw(answer.content).end_object();
    } else if (answer.refusal.empty()) {
      std::string text;
      append_raw_json_string(text, answer.content);
      json.begin_object().field("type", "text").key("text").raw(text).end_object();
    }
    json.end_array();
    if (answer.finish == Answer::Finish::none) {
      json.null_field("stop_reason");
    } else {
      json.field("stop_reason", stop_reason(answer, parses));
    }
    json.null_field("stop_sequence");
    write_usage(json, answer, answer.completion_tokens);
    json.end_object();
    return out;
  }

  std::vector<Event> stream(const Generation& generation, const Answer& answer, std::string_view id,
                            std::size_t chunk_bytes) const override {
    std::vector<Event> events;
    const auto add = [&](std::string name, const std::string& members,
                         Event::Role role = Event::Role::content) {
      Event event;
      event.data = "{\"type\":\"" + name + "\"" + members + "}";
      event.name = std::move(name);
      event.role = role;
      events.push_back(std::move(event));
    };
    std::string head;
    {
      base::JsonWriter json(head);
      json.begin_object().field("id", id).field("type", "message").field("role", "assistant");
      json.field("model", generation.model)
          .key("content")
          .begin_array()
          .end_array()
          .null_field("stop_reason");
      write_usage(json, answer, 1);
      json.end_object();
    }
    add("message_start", ",\"message\":" + head);
    const bool tool = generation.tool;
    add("content_block_start",
        tool
            ? R"(,"index":0,"content_block":{"type":"tool_use","id":"toolu_fake","name":"review","input":{}})"
            : R"(,"index":0,"content_block":{"type":"text","text":""})");
    add("ping", "");
    for (std::string_view rest = answer.content; !rest.empty();) {
      auto piece = base::utf8_prefix(rest, chunk_bytes);
      if (piece.empty()) piece = rest.substr(0, chunk_bytes);
      std::string members = tool ? R"(,"index":0,"delta":{"type":"input_json_delta","partial_json":)"
                                 : R"(,"index":0,"delta":{"type":"text_delta","text":)";
      append_raw_json_string(members, piece);
      add("content_block_delta", members + "}");
      rest.remove_prefix(piece.size());
    }
    add("content_block_stop", ",\"index\":0");
    if (answer.finish != Answer::Finish::none) {
      const auto usage = answer.report_usage ? R"(,"usage":{"output_tokens":)" +
                                                   std::to_string(answer.completion_tokens) + "}"
                                             : std::string{};
      add("message_delta",
          R"(,"delta":{"stop_reason":")" + std::string(stop_reason(answer, tool)) +
              R"(","stop_sequence":null})" + usage,
          Event::Role::finish);
    }
    add("message_stop", "", Event::Role::done);
    return events;
  }

  Event stream_error(const ApiError& error) const override {
    Event event;
    event.name = "error";
    event.data = error_body(error);
    return event;
  }

 private:
  // The names that the API gives to statuses, where nobody asked for another.
  static std::string type_of(const ApiError& error) {
    if (error.type != "invalid_request_error" && error.type != "requests" && error.type != "server_error")
      return error.type;
    switch (error.status) {
      case 401:
        return "authentication_error";
      case 402:
        return "billing_error";
      case 403:
        return "permission_error";
      case 404:
        return "not_found_error";
      case 413:
        return "request_too_large";
      case 429:
        return "rate_limit_error";
      case 529:
        return "overloaded_error";
      default:
        return error.status >= 500 ? "api_error" : "invalid_request_error";
    }
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_anthropic() { return std::make_unique<Anthropic>(); }

}  // namespace assay::fakes
