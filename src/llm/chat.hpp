#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace assay::llm {

/// How the shape of the answer is asked for, best first.
enum class SchemaMode : std::uint8_t { strict, json_object, prompt_only };

/// What one model on one server understands; learnt from its refusals and remembered (see adapt).
struct Dialect {
  SchemaMode schema = SchemaMode::strict;
  bool new_token_limit = true;  ///< max_completion_tokens, else the older max_tokens
  bool temperature = true;
  bool stream_usage = true;  ///< stream_options.include_usage
  bool operator==(const Dialect&) const = default;
};

/// One question to a model, in no provider's terms. Views outlive the call.
struct ChatRequest {
  std::string_view model;
  std::string_view system;
  std::string_view user;
  std::string_view schema;  ///< JSON schema of the answer
  std::int64_t max_output_tokens = 0;
  std::optional<double> temperature;
  bool stream = true;
  std::string_view trace;  ///< traceparent of this call; empty: none
};

enum class FinishReason : std::uint8_t { stop, length, filtered, refused };

struct TokenUsage {
  std::int64_t input = 0;  ///< cached ones included
  std::int64_t output = 0;
  std::int64_t cached = 0;
};

/// An answer that came to its end.
struct ChatReply {
  std::string content;
  FinishReason finish = FinishReason::stop;
  std::string model;  ///< as the server calls it; may be empty
  std::optional<TokenUsage> usage;
};

/// A provider's own words about an error; any may be empty.
struct ApiErrorText {
  std::string type;
  std::string code;
  std::string parameter;
  std::string message;
  std::optional<base::Micros> retry_after = std::nullopt;  ///< where it stands in the body (Gemini)
};

enum class FailureKind : std::uint8_t {
  cancelled,
  timeout,
  network,     ///< could not connect, or the connection broke
  incomplete,  ///< the answer ended without its end
  overloaded,  ///< 408, 409, 5xx
  rate_limited,
  quota,  ///< out of credit: waiting does not help
  auth,
  not_found,  ///< model or address
  bad_request,
  bad_reply,       ///< something that is no answer of this kind of API; a redirect
  too_large,       ///< more bytes than permitted
  forbidden_host,  ///< an address that must not be asked (link-local)
  refused,         ///< the model would not, or a filter stopped it
};
std::string_view to_string(FailureKind kind);

/// Why there is no answer.
struct ChatFailure {
  FailureKind kind = FailureKind::network;
  std::string message;                      ///< a sentence for a person; no keys
  std::optional<base::Micros> retry_after;  ///< as the server asked
  std::optional<bool> should_retry;         ///< as the server said
};

}  // namespace assay::llm
