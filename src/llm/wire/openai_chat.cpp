// OpenAI Chat Completions: POST {base}/chat/completions, streamed as server-sent events or whole.
#include "base/json_writer.hpp"
#include "llm/wire/chunk_scanner.hpp"
#include "llm/wire/event_decoder.hpp"
#include "llm/wire/json_fields.hpp"
#include "llm/wire/openai_common.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {
namespace {

using base::JsonValue;

void write_response_format(base::JsonWriter& json, const ChatRequest& request, SchemaMode mode) {
  if (mode == SchemaMode::prompt_only) return;
  json.key("response_format").begin_object();
  if (mode == SchemaMode::json_object) {
    json.field("type", "json_object");
  } else {
    json.field("type", "json_schema").key("json_schema").begin_object();
    json.field("name", "review").field("strict", true).key("schema").raw(request.schema);
    json.end_object();
  }
  json.end_object();
}

class Decoder final : public EventDecoder {
 public:
  explicit Decoder(ContentSink* sink) : EventDecoder(sink) {}

 private:
  // Nearly all chunks only continue the text. The first one is parsed in full: it names the model.
  bool take_quickly(std::string_view data) override {
    if (data == "[DONE]") return true;
    const auto chunk = knows_model() ? scanner_.scan(data) : std::nullopt;
    return chunk && add_escaped_text(chunk->raw);
  }

  void take_event(const JsonValue& data) override { take_object(data, "delta"); }
  void take_whole(const JsonValue& reply) override { take_object(reply, "message"); }

  void take_object(const JsonValue& root, std::string_view holder) {
    if (auto error = find_openai_error(root)) return set_error(std::move(*error));
    if (const auto choices = root.find("choices")) take_choices(*choices, holder);
    set_model(text_of(root, "model"));
    if (const auto usage = object_of(root, "usage"))
      set_usage(read_openai_usage(*usage, "prompt_tokens", "completion_tokens"));
  }

  void take_choices(const JsonValue& choices, std::string_view holder) {
    recognise();
    const auto items = choices.items();
    if (items.empty()) return;
    const auto& choice = items.front();
    if (const auto message = choice.find(holder)) {
      if (!text_of(*message, "refusal").empty()) refused_ = true;
      const auto content = message->find("content");
      const auto text = content ? content->as_string() : std::nullopt;
      if (text) add_text(*text);
      add_thoughts(*message);
    }
    if (const auto reason = text_of(choice, "finish_reason"); !reason.empty()) take_finish(reason);
    if (auto error = find_openai_error(choice)) set_error(std::move(*error));
  }

  // The name that vLLM, Ollama and OpenRouter give them, and that of DeepSeek and llama.cpp.
  void add_thoughts(const JsonValue& message) {
    for (const auto* name : {"reasoning", "reasoning_content"}) {
      const auto thoughts = message.find(name);
      const auto text = thoughts ? thoughts->as_string() : std::nullopt;
      if (text && !text->empty()) return add_aside(*text);
    }
  }

  void take_finish(std::string_view reason) {
    if (refused_) {
      set_finish(FinishReason::refused);
    } else if (reason == "length") {
      set_finish(FinishReason::length);
    } else if (reason == "content_filter") {
      set_finish(FinishReason::filtered);
    } else if (reason != "error") {  // "error" comes with an error object or as good as none
      set_finish(FinishReason::stop);
    }
  }

  ChunkScanner scanner_;
  bool refused_ = false;
};

class OpenAiChat final : public WireFormat {
 public:
  WireRequest encode(const ChatRequest& request, const Dialect& dialect,
                     std::string_view api_key) const override {
    auto wire = start_openai_request("/chat/completions", request, api_key);
    base::JsonWriter json(wire.body);
    json.begin_object().field("model", request.model);
    json.key("messages").begin_array();
    json.begin_object().field("role", "system").field("content", request.system).end_object();
    json.begin_object().field("role", "user").field("content", request.user).end_object();
    json.end_array();
    write_response_format(json, request, dialect.schema);
    if (request.max_output_tokens > 0) {
      json.field(dialect.new_token_limit ? "max_completion_tokens" : "max_tokens", request.max_output_tokens);
    }
    if (request.temperature && dialect.temperature) json.field("temperature", *request.temperature);
    if (request.stream) {
      json.field("stream", true);
      if (dialect.stream_usage)
        json.key("stream_options").begin_object().field("include_usage", true).end_object();
    }
    json.end_object();
    return wire;
  }

  std::unique_ptr<ReplyDecoder> decoder(ContentSink* sink) const override {
    return std::make_unique<Decoder>(sink);
  }

  ApiErrorText read_error(std::string_view body) const override { return read_openai_error(body); }
};

}  // namespace

std::unique_ptr<WireFormat> make_openai_chat() { return std::make_unique<OpenAiChat>(); }

}  // namespace assay::llm
