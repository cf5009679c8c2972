// OpenAI Chat Completions as its API reference describes it: request checks, the whole reply and the stream's
// chunks.
#include <algorithm>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/utf8.hpp"
#include "fakes/formats/openai_common.hpp"
#include "fakes/raw_json_string.hpp"
#include "fakes/schema_check.hpp"
#include "fakes/wire_format.hpp"

namespace assay::fakes {
namespace {

// A fixed moment, so that equal requests have equal replies.
constexpr std::int64_t kCreated = 1'790'000'000;

bool append_content(const base::JsonValue& content, std::string& prompt) {
  if (const auto text = content.as_string()) {
    prompt += *text;
    return true;
  }
  if (content.type() != base::JsonType::array) return false;
  for (const auto& part : content.items()) {
    const auto text = part.find("text");
    if (!text || !text->as_string()) return false;
    prompt += *text->as_string();
  }
  return true;
}

std::optional<ApiError> read_messages(const base::JsonValue& root, std::string& prompt) {
  const auto messages = root.find("messages");
  if (!messages)
    return bad_request("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
  if (messages->type() != base::JsonType::array) {
    return bad_request("Invalid type for 'messages': expected an array of objects.", "messages",
                       "invalid_type");
  }
  const auto items = messages->items();
  if (items.empty()) return bad_request("Invalid 'messages': empty array.", "messages", "empty_array");
  for (const auto& message : items) {
    const auto role = message.find("role");
    const auto name = role ? role->as_string() : std::nullopt;
    static constexpr std::string_view kRoles[] = {"system", "developer", "user", "assistant"};
    if (!name || std::find(std::begin(kRoles), std::end(kRoles), *name) == std::end(kRoles)) {
      return bad_request("Invalid value for 'messages[].role'.", "messages", "invalid_value");
    }
    const auto content = message.find("content");
    if (!content || !append_content(*content, prompt)) {
      return bad_request("Invalid type for 'messages[].content'.", "messages", "invalid_type");
    }
    prompt += '\n';
  }
  return std::nullopt;
}

std::optional<ApiError> read_limits(const base::JsonValue& root, Generation& out) {
  const auto newer = root.find("max_completion_tokens");
  const auto older = root.find("max_tokens");
  if (older && is_reasoning_model(out.model)) {
    return bad_request(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
        "instead.",
        "max_tokens", "unsupported_parameter");
  }
  if (const auto temperature = root.find("temperature");
      temperature && is_reasoning_model(out.model) && temperature->as_double().value_or(1.0) != 1.0) {
    return bad_request("Unsupported value: 'temperature' does not support this value with this model.",
                       "temperature", "unsupported_value");
  }
  for (const auto& limit : {newer, older}) {
    if (!limit || limit->is_null()) continue;
    out.max_tokens = limit->as_int();
    if (!out.max_tokens || *out.max_tokens < 1) {
      return bad_request("Invalid value for the token limit: expected an integer above 0.",
                         "max_completion_tokens", "integer_below_min_value");
    }
    break;
  }
  return std::nullopt;
}

ApiError unsupported_format(std::string_view type) {
  return bad_request("Invalid parameter: 'response_format' of type '" + std::string(type) +
                         "' is not supported with this model.",
                     "response_format");
}

std::optional<ApiError> check_json_schema(const base::JsonValue& format) {
  const auto holder = format.find("json_schema");
  const auto name = holder ? holder->find("name") : std::nullopt;
  if (!name || !name->as_string() || name->as_string()->empty()) {
    return bad_request("Missing required parameter: 'response_format.json_schema.name'.",
                       "response_format.json_schema.name", "missing_required_parameter");
  }
  const auto schema = holder->find("schema");
  if (!schema) {
    return bad_request("Missing required parameter: 'response_format.json_schema.schema'.",
                       "response_format.json_schema.schema", "missing_required_parameter");
  }
  const auto strict = holder->find("strict");
  if (!strict || strict->as_bool() != true) return std::nullopt;
  if (const auto wrong = find_strict_schema_error(*schema)) {
    return bad_request(
        "Invalid schema for response_format '" + std::string(*name->as_string()) + "': " + *wrong,
        "response_format");
  }
  return std::nullopt;
}

std::optional<ApiError> check_response_format(const base::JsonValue& root, SchemaSupport support,
                                              std::string_view prompt) {
  const auto format = root.find("response_format");
  if (!format) return std::nullopt;
  const auto type_value = format->find("type");
  const auto type = type_value ? type_value->as_string() : std::nullopt;
  if (!type)
    return bad_request("Missing required parameter: 'response_format.type'.", "response_format.type");
  if (*type == "text") return std::nullopt;
  if (*type == "json_object") {
    if (support == SchemaSupport::none) return unsupported_format(*type);
    if (prompt.find("json") == std::string_view::npos && prompt.find("JSON") == std::string_view::npos) {
      return bad_request(
          "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
          "'json_object'.",
          "messages");
    }
    return std::nullopt;
  }
  if (*type != "json_schema")
    return bad_request("Invalid value for 'response_format.type'.", "response_format.type");
  if (support != SchemaSupport::strict) return unsupported_format(*type);
  return check_json_schema(*format);
}

std::optional<ApiError> read_stream_options(const base::JsonValue& root, Generation& out) {
  if (const auto stream = root.find("stream")) out.stream = stream->as_bool().value_or(false);
  const auto options = root.find("stream_options");
  if (!options || options->is_null()) return std::nullopt;
  if (!out.stream) {
    return bad_request("The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                       "stream_options");
  }
  if (const auto usage = options->find("include_usage")) out.include_usage = usage->as_bool().value_or(false);
  return std::nullopt;
}

const char* finish_name(Answer::Finish finish) {
  switch (finish) {
    case Answer::Finish::stop:
      return "stop";
    case Answer::Finish::length:
      return "length";
    case Answer::Finish::content_filter:
      return "content_filter";
    case Answer::Finish::none:
      break;
  }
  return "stop";
}

void write_usage(base::JsonWriter& json, const Answer& answer) {
  json.key("usage").begin_object();
  json.field("prompt_tokens", answer.prompt_tokens).field("completion_tokens", answer.completion_tokens);
  json.field("total_tokens", answer.prompt_tokens + answer.completion_tokens);
  json.key("prompt_tokens_details").begin_object().field("cached_tokens", 0).end_object();
  json.key("completion_tokens_details").begin_object().field("reasoning_tokens", 0).end_object();
  json.end_object();
}

class OpenAiChat final : public WireFormat {
 public:
  bool serves(std::string_view path) const override { return path.ends_with("/chat/completions"); }

  std::optional<ApiError> check_auth(const ApiRequest& request,
                                     std::string_view expected_key) const override {
    return check_openai_key(request, expected_key);
  }

  std::optional<ApiError> read(const ApiRequest& request, SchemaSupport support,
                               Generation& out) const override {
    const auto document = base::JsonDocument::parse(request.body);
    if (!document || document->root().type() != base::JsonType::object) {
      return bad_request("We could not parse the JSON body of your request.");
    }
    const auto root = document->root();
    const auto model = root.find("model");
    if (!model || !model->as_string() || model->as_string()->empty()) {
      return bad_request("you must provide a model parameter");
    }
    out.model = *model->as_string();
    if (auto error = read_messages(root, out.prompt)) return error;
    if (auto error = read_limits(root, out)) return error;
    if (auto error = check_response_format(root, support, out.prompt)) return error;
    return read_stream_options(root, out);
  }

  std::string error_body(const ApiError& error) const override { return openai_error_body(error); }

  std::string whole_reply(const Generation& generation, const Answer& answer,
                          std::string_view id) const override {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object();
    json.field("id", id)
        .field("object", "chat.completion")
        .field("created", kCreated)
        .field("model", generation.model);
    json.key("choices").begin_array().begin_object();
    json.field("index", 0).key("message").begin_object().field("role", "assistant");
    if (answer.refusal.empty()) {
      std::string content;
      append_raw_json_string(content, answer.content);
      json.key("content").raw(content).null_field("refusal");
    } else {
      json.null_field("content").field("refusal", answer.refusal);
    }
    json.end_object().null_field("logprobs");
    if (answer.finish == Answer::Finish::none) {
      json.null_field("finish_reason");
    } else {
      json.field("finish_reason", finish_name(answer.finish));
    }
    json.end_object().end_array();
    if (answer.report_usage) write_usage(json, answer);
    json.end_object();
    return out;
  }

  std::vector<Event> stream(const Generation& generation, const Answer& answer, std::string_view id,
                            std::size_t chunk_bytes) const override {
    std::vector<Event> events;
    // Everything but the delta is the same in each chunk, so it is written once.
    std::string head;
    {
      base::JsonWriter json(head);
      json.begin_object().field("id", id).field("object", "chat.completion.chunk").field("created", kCreated);
      json.field("model", generation.model).field("service_tier", "default").null_field("system_fingerprint");
      if (generation.include_usage) json.null_field("usage");
    }
    head += ",\"choices\":[{\"index\":0,\"delta\":";
    const auto chunk = [&](std::string_view field, std::string_view text) {
      Event event;
      event.data = head;
      event.data += "{\"";
      event.data += field;
      event.data += "\":";
      append_raw_json_string(event.data, text);
      event.data += "},\"logprobs\":null,\"finish_reason\":null}]}";
      events.push_back(std::move(event));
    };
    Event first;
    first.data = head +
                 "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"logprobs\":null,\"finish_"
                 "reason\":null}]}";
    events.push_back(std::move(first));
    const bool refuses = !answer.refusal.empty();
    for (std::string_view rest = refuses ? answer.refusal : answer.content; !rest.empty();) {
      auto piece = base::utf8_prefix(rest, chunk_bytes);
      if (piece.empty()) piece = rest.substr(0, chunk_bytes);  // not UTF-8 at all: a fault wants that
      chunk(refuses ? "refusal" : "content", piece);
      rest.remove_prefix(piece.size());
    }
    if (answer.finish != Answer::Finish::none) {
      Event last;
      last.role = Event::Role::finish;
      last.data = head + "{},\"logprobs\":null,\"finish_reason\":\"" + finish_name(answer.finish) + "\"}]}";
      events.push_back(std::move(last));
    }
    if (generation.include_usage && answer.report_usage)
      events.push_back(usage_event(generation, answer, id));
    Event done;
    done.role = Event::Role::done;
    done.data = "[DONE]";
    events.push_back(std::move(done));
    return events;
  }

  Event stream_error(const ApiError& error) const override {
    Event event;
    event.data = error_body(error);
    return event;
  }

 private:
  static Event usage_event(const Generation& generation, const Answer& answer, std::string_view id) {
    Event event;
    event.role = Event::Role::finish;
    base::JsonWriter json(event.data);
    json.begin_object().field("id", id).field("object", "chat.completion.chunk").field("created", kCreated);
    json.field("model", generation.model).key("choices").begin_array().end_array();
    write_usage(json, answer);
    json.end_object();
    return event;
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_openai_chat() { return std::make_unique<OpenAiChat>(); }

}  // namespace assay::fakes
