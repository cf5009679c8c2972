// Google's Gemini API: POST {base}/models/{model}:streamGenerateContent?alt=sse, or :generateContent for a
// whole reply.
#include <charconv>

#include "base/json_writer.hpp"
#include "llm/wire/event_decoder.hpp"
#include "llm/wire/json_fields.hpp"
#include "llm/wire/openai_common.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {
namespace {

using base::JsonValue;

// "12s", "1.5s": google.protobuf.Duration as JSON.
std::optional<base::Micros> read_duration(std::string_view text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || std::string_view(end, text.data() + text.size()) != "s") return std::nullopt;
  constexpr double kDay = 86'400;
  if (!(seconds > 0) || seconds > kDay) return std::nullopt;
  return base::Micros{static_cast<std::int64_t>(seconds * 1e6)};
}

// google.rpc.Status: which quota is spent and when to come back stand in typed details.
void take_details(const JsonValue& details, ApiErrorText& text) {
  for (const auto& detail : details.items()) {
    const auto type = text_of(detail, "@type");
    if (type.ends_with("google.rpc.ErrorInfo")) text.code = text_of(detail, "reason");
    if (type.ends_with("google.rpc.RetryInfo"))
      text.retry_after = read_duration(text_of(detail, "retryDelay"));
    const auto violations =
        type.ends_with("google.rpc.QuotaFailure") ? detail.find("violations") : std::nullopt;
    if (!violations) continue;
    for (const auto& violation : violations->items()) {
      if (auto quota = text_of(violation, "quotaId"); !quota.empty()) text.code = std::move(quota);
    }
  }
}

std::optional<ApiErrorText> find_error(const JsonValue& root) {
  const auto error = object_of(root, "error");
  if (!error) return std::nullopt;
  ApiErrorText text;
  text.type = text_of(*error, "status");
  text.code = text_of(*error, "code");
  text.message = text_of(*error, "message");
  if (const auto details = error->find("details")) take_details(*details, text);
  return text;
}

std::optional<FinishReason> finish_of(std::string_view reason) {
  if (reason == "STOP") return FinishReason::stop;
  if (reason == "MAX_TOKENS") return FinishReason::length;
  for (const std::string_view filter :
       {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"}) {
    if (reason == filter) return FinishReason::filtered;
  }
  return std::nullopt;  // OTHER, MALFORMED_…: no answer that could be used
}

class Decoder final : public EventDecoder {
 public:
  explicit Decoder(ContentSink* sink) : EventDecoder(sink) {}

 private:
  void take_event(const JsonValue& data) override { take_chunk(data); }
  void take_whole(const JsonValue& reply) override { take_chunk(reply); }

  // A chunk of the stream has the shape of a whole reply.
  void take_chunk(const JsonValue& chunk) {
    if (auto error = find_error(chunk)) return set_error(std::move(*error));
    set_model(text_of(chunk, "modelVersion"));
    if (const auto usage = object_of(chunk, "usageMetadata")) take_usage(*usage);
    if (const auto feedback = object_of(chunk, "promptFeedback")) {
      recognise();
      if (!text_of(*feedback, "blockReason").empty()) set_finish(FinishReason::filtered);
    }
    const auto candidates = chunk.find("candidates");
    if (!candidates) return;
    recognise();
    const auto items = candidates->items();
    if (items.empty()) return;
    if (const auto content = object_of(items.front(), "content")) take_parts(*content);
    if (const auto reason = text_of(items.front(), "finishReason"); !reason.empty())
      set_finish(finish_of(reason));
  }

  void take_parts(const JsonValue& content) {
    const auto parts = content.find("parts");
    if (!parts) return;
    for (const auto& part : parts->items()) {
      const auto thought = part.find("thought");
      if (thought && thought->as_bool() == true) continue;
      add_text(text_of(part, "text"));
    }
  }

  // Each chunk has the totals so far. Thoughts are billed as output.
  void take_usage(const JsonValue& usage) {
    TokenUsage tokens;
    tokens.input = count_of(usage, "promptTokenCount");
    tokens.output = count_of(usage, "candidatesTokenCount") + count_of(usage, "thoughtsTokenCount");
    tokens.cached = std::min(tokens.input, count_of(usage, "cachedContentTokenCount"));
    set_usage(tokens);
  }
};

// A model's name becomes part of the path.
std::string encode_path(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

void write_content(base::JsonWriter& json, std::string_view text) {
  json.key("parts").begin_array().begin_object().field("text", text).end_object().end_array();
}

class Gemini final : public WireFormat {
 public:
  WireRequest encode(const ChatRequest& request, const Dialect& dialect,
                     std::string_view api_key) const override {
    WireRequest wire;
    auto model = request.model;
    if (model.starts_with("models/")) model.remove_prefix(7);
    wire.path = "/models/" + encode_path(model) +
                (request.stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    wire.headers.push_back("Content-Type: application/json");
    if (!api_key.empty()) wire.headers.push_back("x-goog-api-key: " + std::string(api_key));
    wire.body.reserve(request.system.size() + request.user.size() + request.schema.size() +
                      request.user.size() / 16 + 1024);
    base::JsonWriter json(wire.body);
    json.begin_object().key("systemInstruction").begin_object();
    write_content(json, request.system);
    json.end_object().key("contents").begin_array().begin_object().field("role", "user");
    write_content(json, request.user);
    json.end_object().end_array().key("generationConfig").begin_object();
    if (request.max_output_tokens > 0) json.field("maxOutputTokens", request.max_output_tokens);
    if (request.temperature && dialect.temperature) json.field("temperature", *request.temperature);
    if (dialect.schema != SchemaMode::prompt_only) json.field("responseMimeType", "application/json");
    if (dialect.schema == SchemaMode::strict) json.key("responseJsonSchema").raw(request.schema);
    json.end_object().end_object();
    return wire;
  }

  std::unique_ptr<ReplyDecoder> decoder(ContentSink* sink) const override {
    return std::make_unique<Decoder>(sink);
  }

  ApiErrorText read_error(std::string_view body) const override {
    const auto document = base::JsonDocument::parse(body);
    if (!document) return {};
    // The streaming call without alt=sse wraps everything in an array, and some proxies keep that.
    const auto items = document->root().items();
    if (auto error = find_error(items.empty() ? document->root() : items.front())) return *error;
    return read_openai_error(body);
  }
};

}  // namespace

std::unique_ptr<WireFormat> make_gemini() { return std::make_unique<Gemini>(); }

}  // namespace assay::llm
