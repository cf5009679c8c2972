// OpenAI Chat Completions: POST {base}/chat/completions, streamed as server-sent events or whole.
#include <algorithm>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "llm/chunk_scanner.hpp"
#include "llm/sse_parser.hpp"
#include "llm/wire_format.hpp"

namespace assay::llm {
namespace {

using base::JsonType;
using base::JsonValue;

// Far more text than a review has; a model that repeats itself must not fill the memory.
constexpr std::size_t kMaxContentBytes = 2 << 20;
constexpr std::size_t kMaxWholeBytes = 16 << 20;

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

std::string text_of(const JsonValue& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return {};
  if (const auto text = value->as_string()) return std::string(*text);
  if (const auto number = value->as_int()) return std::to_string(*number);
  return {};
}

// {"error":{…}}, {"error":"…"}, {"message":"…"} and {"detail":"…"} all occur.
std::optional<ApiErrorText> error_in(const JsonValue& root) {
  const auto error = root.find("error");
  if (!error || error->is_null()) return std::nullopt;
  ApiErrorText text;
  if (const auto message = error->as_string()) {
    text.message = *message;
    return text;
  }
  text.type = text_of(*error, "type");
  text.code = text_of(*error, "code");
  text.parameter = text_of(*error, "param");
  text.message = text_of(*error, "message");
  return text;
}

std::int64_t count(const JsonValue& object, std::string_view name) {
  const auto value = object.find(name);
  return value ? std::max<std::int64_t>(0, value->as_int().value_or(0)) : 0;
}

class Decoder final : public ReplyDecoder {
 public:
  explicit Decoder(ContentSink* sink)
      : sink_(sink), events_([this](std::string_view, std::string_view data) { take_event(data); }) {}

  void feed(std::string_view bytes) override {
    if (mode_ == Mode::unknown) {
      const auto first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
      if (first == std::string_view::npos) return;
      // Some servers answer in one piece although a stream was asked for.
      mode_ = bytes[first] == '{' ? Mode::whole : Mode::events;
    }
    if (mode_ == Mode::events) return events_.feed(bytes);
    if (whole_.size() + bytes.size() > kMaxWholeBytes) {
      over_limit_ = true;
    } else {
      whole_ += bytes;
    }
  }

  void finish() override {
    if (mode_ == Mode::events) events_.finish();
    if (mode_ == Mode::whole) take_object(whole_, "message");
  }

  std::optional<FinishReason> finish_reason() const override {
    if (finish_ && refused_) return FinishReason::refused;
    return finish_;
  }
  const std::optional<ApiErrorText>& error() const override { return error_; }
  bool recognised() const override { return recognised_; }
  bool over_limit() const override { return over_limit_; }

  ChatReply take() override {
    reply_.finish = finish_reason().value_or(FinishReason::stop);
    return std::move(reply_);
  }

 private:
  enum class Mode { unknown, events, whole };

  void take_event(std::string_view data) {
    if (data == "[DONE]" || data.empty()) return;
    const auto before = reply_.content.size();
    const auto chunk = scan_content_chunk(data);
    const bool fits = chunk && before + chunk->raw.size() <= kMaxContentBytes;
    // The first chunk is parsed in full: it names the model.
    if (!fits || reply_.model.empty() || !append_unescaped(reply_.content, chunk->raw)) {
      reply_.content.resize(before);
      take_object(data, "delta");
      return;
    }
    if (sink_ != nullptr && reply_.content.size() > before)
      sink_->on_content(std::string_view(reply_.content).substr(before));
  }

  void take_object(std::string_view text, std::string_view holder) {
    const auto document = base::JsonDocument::parse(text);
    if (!document || document->root().type() != JsonType::object) return;
    const auto root = document->root();
    if (auto error = error_in(root)) {
      recognised_ = true;
      if (!error_) error_ = std::move(error);
      return;
    }
    if (const auto choices = root.find("choices")) take_choices(*choices, holder);
    if (reply_.model.empty()) reply_.model = text_of(root, "model");
    if (const auto usage = root.find("usage"); usage && usage->type() == JsonType::object) take_usage(*usage);
  }

  void take_choices(const JsonValue& choices, std::string_view holder) {
    recognised_ = true;
    const auto items = choices.items();
    if (items.empty()) return;
    const auto& choice = items.front();
    if (const auto message = choice.find(holder)) take_message(*message);
    const auto reason = choice.find("finish_reason");
    if (reason && reason->as_string()) take_finish(*reason->as_string());
    if (const auto error = error_in(choice); error && !error_) error_ = error;
  }

  void take_message(const JsonValue& message) {
    if (const auto refusal = message.find("refusal")) {
      if (const auto text = refusal->as_string(); text && !text->empty()) refused_ = true;
    }
    const auto content = message.find("content");
    const auto text = content ? content->as_string() : std::nullopt;
    if (!text || text->empty()) return;
    if (reply_.content.size() + text->size() > kMaxContentBytes) {
      over_limit_ = true;
      return;
    }
    reply_.content += *text;
    if (sink_ != nullptr) sink_->on_content(*text);
  }

  void take_finish(std::string_view reason) {
    if (reason == "length") {
      finish_ = FinishReason::length;
    } else if (reason == "content_filter") {
      finish_ = FinishReason::filtered;
    } else if (reason != "error") {  // "error" comes with an error object or as good as none
      finish_ = FinishReason::stop;
    }
  }

  void take_usage(const JsonValue& usage) {
    TokenUsage tokens;
    tokens.input = count(usage, "prompt_tokens");
    tokens.output = count(usage, "completion_tokens");
    if (const auto details = usage.find("prompt_tokens_details")) {
      tokens.cached = std::min(tokens.input, count(*details, "cached_tokens"));
    }
    reply_.usage = tokens;
  }

  ContentSink* sink_;
  SseParser events_;
  Mode mode_ = Mode::unknown;
  std::string whole_;
  ChatReply reply_;
  std::optional<FinishReason> finish_;
  std::optional<ApiErrorText> error_;
  bool refused_ = false;
  bool recognised_ = false;
  bool over_limit_ = false;
};

class OpenAiChat final : public WireFormat {
 public:
  WireRequest encode(const ChatRequest& request, const Dialect& dialect,
                     std::string_view api_key) const override {
    WireRequest wire;
    wire.path = "/chat/completions";
    wire.headers.push_back("Content-Type: application/json");
    if (!api_key.empty()) wire.headers.push_back("Authorization: Bearer " + std::string(api_key));
    wire.body.reserve(request.system.size() + request.user.size() + request.schema.size() +
                      request.user.size() / 16 + 1024);
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

  ApiErrorText read_error(std::string_view body) const override {
    const auto document = base::JsonDocument::parse(body);
    if (!document) return {};
    if (auto error = error_in(document->root())) return *error;
    ApiErrorText text;
    text.message = text_of(document->root(), "message");
    if (text.message.empty()) text.message = text_of(document->root(), "detail");
    return text;
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_openai_chat() { return std::make_unique<OpenAiChat>(); }

}  // namespace assay::llm
