// OpenAI Responses as its API reference describes it.
#include <algorithm>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/utf8.hpp"
#include "fakes/formats/openai_common.hpp"
#include "fakes/raw_json_string.hpp"
#include "fakes/schema_check.hpp"

namespace assay::fakes {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr std::int64_t kCreated = 1'790'000'000;
constexpr std::int64_t kLeastOutput = 16;

std::optional<ApiError> read_input(const JsonValue& root, Generation& out) {
  if (const auto instructions = root.find("instructions"))
    out.prompt = std::string(instructions->as_string().value_or("")) + "\n";
  const auto input = root.find("input");
  if (!input)
    return bad_request("Missing required parameter: 'input'.", "input", "missing_required_parameter");
  if (const auto text = input->as_string()) {
    out.prompt += *text;
    return std::nullopt;
  }
  if (input->items().empty()) return bad_request("Invalid 'input': empty array.", "input", "empty_array");
  for (const auto& item : input->items()) {
    const auto role = item.find("role");
    const auto content = item.find("content");
    if (!role || !role->as_string() || !content)
      return bad_request("Invalid value for 'input[]': expected a message.", "input", "invalid_value");
    if (const auto text = content->as_string()) {
      out.prompt += std::string(*text) + "\n";
      continue;
    }
    for (const auto& part : content->items()) {
      const auto text = part.find("text");
      if (!text || !text->as_string())
        return bad_request("Invalid value for 'input[].content[]'.", "input", "invalid_value");
      out.prompt += std::string(*text->as_string()) + "\n";
    }
  }
  return std::nullopt;
}

// Parameters of Chat Completions that moved or do not exist here.
std::optional<ApiError> check_names(const JsonValue& root) {
  if (root.find("response_format")) {
    return bad_request(
        "Unsupported parameter: 'response_format'. In the Responses API, this parameter has moved to "
        "'text.format'.",
        "response_format", "unsupported_parameter");
  }
  for (const char* name : {"messages", "max_tokens", "max_completion_tokens", "stream_options"}) {
    if (root.find(name))
      return bad_request("Unsupported parameter: '" + std::string(name) + "'.", name,
                         "unsupported_parameter");
  }
  return std::nullopt;
}

std::optional<ApiError> check_format(const JsonValue& root, SchemaSupport support, std::string_view prompt) {
  const auto text = root.find("text");
  const auto format = text ? text->find("format") : std::nullopt;
  if (!format) return std::nullopt;
  const auto type = format->find("type");
  const auto name = type ? type->as_string().value_or("") : std::string_view{};
  if (name == "text") return std::nullopt;
  const bool schema = name == "json_schema";
  if (!schema && name != "json_object")
    return bad_request("Invalid value for 'text.format.type'.", "text.format.type", "invalid_value");
  if (support == SchemaSupport::none || (schema && support != SchemaSupport::strict)) {
    return bad_request("Invalid parameter: 'text.format' of type '" + std::string(name) +
                           "' is not supported with this model.",
                       "text.format");
  }
  if (!schema) {
    if (prompt.find("json") == std::string_view::npos && prompt.find("JSON") == std::string_view::npos)
      return bad_request("Response input messages must contain the word 'json' in some form.", "input");
    return std::nullopt;
  }
  const auto label = format->find("name");
  if (!label || !label->as_string() || label->as_string()->empty()) {
    return bad_request("Missing required parameter: 'text.format.name'.", "text.format.name",
                       "missing_required_parameter");
  }
  const auto body = format->find("schema");
  if (!body) {
    return bad_request("Missing required parameter: 'text.format.schema'.", "text.format.schema",
                       "missing_required_parameter");
  }
  const auto strict = format->find("strict");
  if (!strict || strict->as_bool() != true) return std::nullopt;
  if (const auto wrong = find_strict_schema_error(*body)) {
    return bad_request(
        "Invalid schema for response_format '" + std::string(*label->as_string()) + "': " + *wrong,
        "text.format.schema", "invalid_json_schema");
  }
  return std::nullopt;
}

void write_usage(base::JsonWriter& json, const Answer& answer) {
  if (!answer.report_usage) {
    json.null_field("usage");
    return;
  }
  json.key("usage").begin_object().field("input_tokens", answer.prompt_tokens);
  json.key("input_tokens_details").begin_object().field("cached_tokens", 0).end_object();
  json.field("output_tokens", answer.completion_tokens);
  json.key("output_tokens_details").begin_object().field("reasoning_tokens", 0).end_object();
  json.field("total_tokens", answer.prompt_tokens + answer.completion_tokens).end_object();
}

void write_message(base::JsonWriter& json, const Answer& answer) {
  json.begin_object().field("type", "message").field("id", "msg_fake").field("role", "assistant");
  json.field("status", "completed").key("content").begin_array().begin_object();
  if (answer.refusal.empty()) {
    std::string content;
    append_raw_json_string(content, answer.content);
    json.field("type", "output_text").key("text").raw(content).key("annotations").begin_array().end_array();
  } else {
    json.field("type", "refusal").field("refusal", answer.refusal);
  }
  json.end_object().end_array().end_object();
}

enum class Output { left_out, written };

std::string response_object(const Generation& generation, const Answer& answer, std::string_view id,
                            std::string_view status, Output output) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("id", id).field("object", "response").field("created_at", kCreated);
  json.field("status", status).null_field("error");
  if (status == "incomplete") {
    const bool filtered = answer.finish == Answer::Finish::content_filter;
    json.key("incomplete_details").begin_object();
    json.field("reason", filtered ? "content_filter" : "max_output_tokens").end_object();
  } else {
    json.null_field("incomplete_details");
  }
  json.field("model", generation.model).key("output").begin_array();
  if (output == Output::written) write_message(json, answer);
  json.end_array().field("store", false);
  if (status != "in_progress") write_usage(json, answer);
  json.end_object();
  return out;
}

std::string_view end_status(const Answer& answer) {
  switch (answer.finish) {
    case Answer::Finish::length:
    case Answer::Finish::content_filter:
      return "incomplete";
    case Answer::Finish::none:
      return "in_progress";
    case Answer::Finish::stop:
      break;
  }
  return "completed";
}

class OpenAiResponses final : public WireFormat {
 public:
  bool serves(std::string_view path) const override { return path.ends_with("/responses"); }

  std::optional<ApiError> check_auth(const ApiRequest& request,
                                     std::string_view expected_key) const override {
    return check_openai_key(request, expected_key);
  }

  std::optional<ApiError> read(const ApiRequest& request, SchemaSupport support,
                               Generation& out) const override {
    const auto document = base::JsonDocument::parse(request.body);
    if (!document || document->root().type() != JsonType::object)
      return bad_request("We could not parse the JSON body of your request.");
    const auto root = document->root();
    const auto model = root.find("model");
    if (!model || !model->as_string() || model->as_string()->empty())
      return bad_request("Missing required parameter: 'model'.", "model", "missing_required_parameter");
    out.model = *model->as_string();
    if (auto error = check_names(root)) return error;
    if (auto error = read_input(root, out)) return error;
    if (const auto limit = root.find("max_output_tokens"); limit && !limit->is_null()) {
      out.max_tokens = limit->as_int();
      if (!out.max_tokens || *out.max_tokens < kLeastOutput) {
        return bad_request("Invalid 'max_output_tokens': integer below minimum value.", "max_output_tokens",
                           "integer_below_min_value");
      }
    }
    if (root.find("temperature") && is_reasoning_model(out.model)) {
      return bad_request("Unsupported parameter: 'temperature' is not supported with this model.",
                         "temperature", "unsupported_parameter");
    }
    if (const auto stream = root.find("stream")) out.stream = stream->as_bool().value_or(false);
    return check_format(root, support, out.prompt);
  }

  std::string error_body(const ApiError& error) const override { return openai_error_body(error); }

  std::string whole_reply(const Generation& generation, const Answer& answer,
                          std::string_view id) const override {
    return response_object(generation, answer, id, end_status(answer), Output::written);
  }

  std::vector<Event> stream(const Generation& generation, const Answer& answer, std::string_view id,
                            std::size_t chunk_bytes) const override {
    std::vector<Event> events;
    const auto add = [&](std::string type, const std::string& members,
                         Event::Role role = Event::Role::content) {
      Event event;
      event.data = "{\"type\":\"" + type + "\",\"sequence_number\":" + std::to_string(events.size()) +
                   (members.empty() ? "" : "," + members) + "}";
      event.name = std::move(type);
      event.role = role;
      events.push_back(std::move(event));
    };
    const auto begun = response_object(generation, answer, id, "in_progress", Output::left_out);
    add("response.created", "\"response\":" + begun);
    add("response.in_progress", "\"response\":" + begun);
    add("response.output_item.added",
        R"("output_index":0,"item":{"type":"message","id":"msg_fake","role":"assistant","content":[]})");
    const bool refuses = !answer.refusal.empty();
    const auto& text = refuses ? answer.refusal : answer.content;
    const std::string kind = refuses ? "response.refusal" : "response.output_text";
    for (std::string_view rest = text; !rest.empty();) {
      auto piece = base::utf8_prefix(rest, chunk_bytes);
      if (piece.empty()) piece = rest.substr(0, chunk_bytes);
      std::string members = R"("item_id":"msg_fake","output_index":0,"content_index":0,"delta":)";
      append_raw_json_string(members, piece);
      add(kind + ".delta", members);
      rest.remove_prefix(piece.size());
    }
    std::string done = R"("item_id":"msg_fake","output_index":0,"content_index":0,)";
    done += refuses ? "\"refusal\":" : "\"text\":";
    append_raw_json_string(done, text);
    add(kind + ".done", done);
    const auto status = end_status(answer);
    add("response." + std::string(status),
        "\"response\":" + response_object(generation, answer, id, status, Output::written),
        Event::Role::finish);
    return events;
  }

  Event stream_error(const ApiError& error) const override {
    Event event;
    event.name = "error";
    base::JsonWriter json(event.data);
    json.begin_object().field("type", "error").field("code", error.code.empty() ? error.type : error.code);
    json.field("message", error.message).null_field("param").end_object();
    return event;
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_openai_responses() { return std::make_unique<OpenAiResponses>(); }

}  // namespace assay::fakes
