// Anthropic Messages: POST {base}/v1/messages, streamed as named events or whole.
#include "base/json_writer.hpp"
#include "llm/wire/event_decoder.hpp"
#include "llm/wire/json_fields.hpp"
#include "llm/wire/openai_common.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {
namespace {

using base::JsonValue;

constexpr const char* kVersion = "2023-06-01";
// Required by the API; used where nobody set a limit.
constexpr std::int64_t kDefaultMaxTokens = 8'192;

std::optional<ApiErrorText> find_error(const JsonValue& root) {
  const auto error = object_of(root, "error");
  if (!error) return std::nullopt;
  ApiErrorText text;
  text.type = text_of(*error, "type");
  text.message = text_of(*error, "message");
  return text;
}

class Decoder final : public EventDecoder {
 public:
  explicit Decoder(ContentSink* sink) : EventDecoder(sink) {}

 private:
  void take_event(const JsonValue& data) override {
    const auto type = text_of(data, "type");
    if (type == "content_block_delta") {
      const auto delta = object_of(data, "delta");
      if (!delta) return;
      // The tool's input is the review as well; thoughts and signatures are not.
      add_text(text_of(*delta, "text"));
      add_text(text_of(*delta, "partial_json"));
    } else if (type == "message_start") {
      if (const auto message = object_of(data, "message")) take_head(*message);
    } else if (type == "message_delta") {
      if (const auto delta = object_of(data, "delta")) take_stop_reason(*delta);
      if (const auto usage = object_of(data, "usage")) take_usage(*usage);
    } else if (auto error = find_error(data)) {
      set_error(std::move(*error));
    }
  }

  void take_whole(const JsonValue& reply) override {
    if (auto error = find_error(reply)) return set_error(std::move(*error));
    take_head(reply);
    if (const auto content = reply.find("content")) {
      for (const auto& block : content->items()) {
        const auto type = text_of(block, "type");
        if (type == "text") add_text(text_of(block, "text"));
        const auto input = type == "tool_use" ? object_of(block, "input") : std::nullopt;
        if (input) add_text(to_json(*input));
      }
    }
    take_stop_reason(reply);
  }

  void take_head(const JsonValue& message) {
    if (text_of(message, "type") != "message") return;
    recognise();
    set_model(text_of(message, "model"));
    if (const auto usage = object_of(message, "usage")) take_usage(*usage);
  }

  void take_stop_reason(const JsonValue& holder) {
    const auto reason = text_of(holder, "stop_reason");
    if (reason == "max_tokens" || reason == "model_context_window_exceeded") {
      set_finish(FinishReason::length);
    } else if (reason == "refusal") {
      set_finish(FinishReason::refused);
    } else if (reason == "end_turn" || reason == "stop_sequence" || reason == "tool_use") {
      set_finish(FinishReason::stop);
    }
  }

  // Input counts come with the first event, output counts with the first and the last; each is a total.
  void take_usage(const JsonValue& usage) {
    if (usage.find("input_tokens")) {
      used_.cached = count_of(usage, "cache_read_input_tokens");
      used_.input =
          count_of(usage, "input_tokens") + count_of(usage, "cache_creation_input_tokens") + used_.cached;
    }
    if (usage.find("output_tokens")) used_.output = count_of(usage, "output_tokens");
    // Half a count would pass for a small one.
    if (used_.input > 0) set_usage(used_);
  }

  TokenUsage used_;
};

// Servers that know no output format can be made to call a tool whose input has the schema.
void write_schema(base::JsonWriter& json, const ChatRequest& request, SchemaMode mode) {
  if (mode == SchemaMode::strict) {
    json.key("output_config").begin_object().key("format").begin_object();
    json.field("type", "json_schema").key("schema").raw(request.schema).end_object().end_object();
  } else if (mode == SchemaMode::json_object) {
    json.key("tools").begin_array().begin_object();
    json.field("name", "review").field("description", "Takes the finished review.");
    json.key("input_schema").raw(request.schema).end_object().end_array();
    json.key("tool_choice").begin_object().field("type", "tool").field("name", "review").end_object();
  }
}

class Anthropic final : public WireFormat {
 public:
  WireRequest encode(const ChatRequest& request, const Dialect& dialect,
                     std::string_view api_key) const override {
    WireRequest wire;
    wire.path = "/v1/messages";
    wire.headers.push_back("Content-Type: application/json");
    wire.headers.push_back(std::string("anthropic-version: ") + kVersion);
    if (!api_key.empty()) wire.headers.push_back("x-api-key: " + std::string(api_key));
    wire.body.reserve(request.system.size() + request.user.size() + request.schema.size() +
                      request.user.size() / 16 + 1024);
    base::JsonWriter json(wire.body);
    json.begin_object().field("model", request.model);
    json.field("max_tokens", request.max_output_tokens > 0 ? request.max_output_tokens : kDefaultMaxTokens);
    json.field("system", request.system);
    json.key("messages").begin_array().begin_object();
    json.field("role", "user").field("content", request.user).end_object().end_array();
    write_schema(json, request, dialect.schema);
    if (request.temperature && dialect.temperature) json.field("temperature", *request.temperature);
    if (request.stream) json.field("stream", true);
    json.end_object();
    return wire;
  }

  std::unique_ptr<ReplyDecoder> decoder(ContentSink* sink) const override {
    return std::make_unique<Decoder>(sink);
  }

  ApiErrorText read_error(std::string_view body) const override {
    const auto document = base::JsonDocument::parse(body);
    if (!document) return {};
    if (auto error = find_error(document->root())) return *error;
    return read_openai_error(body);  // a gateway in front of it
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_anthropic() { return std::make_unique<Anthropic>(); }

}  // namespace assay::llm
