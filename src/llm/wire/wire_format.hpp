#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llm/chat.hpp"
#include "llm/wire/api_format.hpp"

namespace assay::llm {

/// What a wire format makes of a ChatRequest.
struct WireRequest {
  std::string path;                  ///< behind the base URL
  std::vector<std::string> headers;  ///< "Name: value", those of authentication included
  std::string body;
};

/// Receives the model's text while it is being written.
class ContentSink {
 public:
  virtual ~ContentSink() = default;
  virtual void on_content(std::string_view text) = 0;
};

/// Reads one reply with a 2xx status, streamed or whole, from bytes cut anywhere.
class ReplyDecoder {
 public:
  virtual ~ReplyDecoder() = default;
  virtual void feed(std::string_view bytes) = 0;
  /// The connection ended in good order. Call once, then read the rest.
  virtual void finish() = 0;
  /// Nothing: the answer never came to its end.
  virtual std::optional<FinishReason> finish_reason() const = 0;
  virtual const std::optional<ApiErrorText>& error() const = 0;
  /// False when nothing in the reply was of this format.
  virtual bool recognised() const = 0;
  virtual ChatReply take() = 0;
  /// The text is longer than any review; stop reading.
  virtual bool over_limit() const = 0;
  /// A part of it could not be read, so there may be text that is missing.
  virtual bool damaged() const = 0;
};

/// One provider's API. Stateless; one implementation a file.
class WireFormat {
 public:
  virtual ~WireFormat() = default;
  virtual WireRequest encode(const ChatRequest& request, const Dialect& dialect,
                             std::string_view api_key) const = 0;
  /// `sink` may be null; it outlives the decoder.
  virtual std::unique_ptr<ReplyDecoder> decoder(ContentSink* sink) const = 0;
  /// The body of a reply with an error status, whatever it holds.
  virtual ApiErrorText read_error(std::string_view body) const = 0;
};

/// OpenAI Chat Completions and what speaks it (Azure v1, Ollama, vLLM, llama.cpp, LM Studio, LiteLLM,
/// OpenRouter).
std::unique_ptr<WireFormat> make_openai_chat();
std::unique_ptr<WireFormat> make_openai_responses();
std::unique_ptr<WireFormat> make_anthropic();
std::unique_ptr<WireFormat> make_gemini();

std::unique_ptr<WireFormat> make_wire_format(ApiFormat format);

}  // namespace assay::llm
