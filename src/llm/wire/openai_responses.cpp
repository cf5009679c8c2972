// OpenAI Responses: POST {base}/responses, streamed as typed events or whole. Nothing is stored at the
// provider.
#include "base/json_writer.hpp"
#include "llm/wire/event_decoder.hpp"
#include "llm/wire/json_fields.hpp"
#include "llm/wire/openai_common.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {
namespace {

using base::JsonValue;

class Decoder final : public EventDecoder {
 public:
  explicit Decoder(ContentSink* sink) : EventDecoder(sink) {}

 private:
  void take_event(const JsonValue& data) override {
    const auto type = text_of(data, "type");
    if (type == "response.output_text.delta") {
      recognise();
      add_text(text_of(data, "delta"));
    } else if (type == "response.refusal.delta" || type == "response.refusal.done") {
      refused_ = true;
    } else if (type == "error") {
      // {"type":"error","code":…,"message":…}, and some proxies wrap it.
      if (auto wrapped = find_openai_error(data)) return set_error(std::move(*wrapped));
      set_error({"", text_of(data, "code"), text_of(data, "param"), text_of(data, "message"), {}});
    } else if (auto error = find_openai_error(data)) {
      set_error(std::move(*error));
    } else if (const auto response = object_of(data, "response")) {
      take_state(*response);
    }
  }

  void take_whole(const JsonValue& reply) override {
    if (const auto output = reply.find("output")) {
      for (const auto& item : output->items()) take_item(item);
    }
    take_state(reply);
  }

  void take_item(const JsonValue& item) {
    const auto content = item.find("content");
    if (text_of(item, "type") != "message" || !content) return;
    for (const auto& part : content->items()) {
      const auto type = text_of(part, "type");
      if (type == "output_text") add_text(text_of(part, "text"));
      if (type == "refusal") refused_ = true;
    }
  }

  // The response object, which comes with the first and the last event, too.
  void take_state(const JsonValue& response) {
    if (auto error = find_openai_error(response)) return set_error(std::move(*error));
    const auto status = text_of(response, "status");
    if (status.empty()) return;
    recognise();
    set_model(text_of(response, "model"));
    if (const auto usage = object_of(response, "usage"))
      set_usage(read_openai_usage(*usage, "input_tokens", "output_tokens"));
    if (status == "completed") {
      set_finish(refused_ ? FinishReason::refused : FinishReason::stop);
    } else if (status == "incomplete") {
      const auto details = object_of(response, "incomplete_details");
      const bool filtered = details && text_of(*details, "reason") == "content_filter";
      set_finish(filtered ? FinishReason::filtered : FinishReason::length);
    } else if (status == "failed" || status == "cancelled") {
      set_error({"server_error", status, "", "The response ended as \"" + status + "\"", {}});
    }
  }

  bool refused_ = false;
};

void write_format(base::JsonWriter& json, const ChatRequest& request, SchemaMode mode) {
  if (mode == SchemaMode::prompt_only) return;
  json.key("text").begin_object().key("format").begin_object();
  if (mode == SchemaMode::json_object) {
    json.field("type", "json_object");
  } else {
    json.field("type", "json_schema").field("name", "review").field("strict", true);
    json.key("schema").raw(request.schema);
  }
  json.end_object().end_object();
}

class OpenAiResponses final : public WireFormat {
 public:
  WireRequest encode(const ChatRequest& request, const Dialect& dialect,
                     std::string_view api_key) const override {
    auto wire = start_openai_request("/responses", request, api_key);
    base::JsonWriter json(wire.body);
    json.begin_object().field("model", request.model).field("instructions", request.system);
    json.key("input").begin_array().begin_object();
    json.field("role", "user").field("content", request.user).end_object().end_array();
    write_format(json, request, dialect.schema);
    json.field("store", false);
    if (request.max_output_tokens > 0) json.field("max_output_tokens", request.max_output_tokens);
    if (request.temperature && dialect.temperature) json.field("temperature", *request.temperature);
    if (request.stream) json.field("stream", true);
    json.end_object();
    return wire;
  }

  std::unique_ptr<ReplyDecoder> decoder(ContentSink* sink) const override {
    return std::make_unique<Decoder>(sink);
  }

  ApiErrorText read_error(std::string_view body) const override { return read_openai_error(body); }
};

}  // namespace

std::unique_ptr<WireFormat> make_openai_responses() { return std::make_unique<OpenAiResponses>(); }

}  // namespace assay::llm
