#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "llm/calls/budget.hpp"
#include "llm/calls/prices.hpp"
#include "llm/chat.hpp"
#include "llm/wire/api_format.hpp"

namespace assay::llm {

/// A server with models. The key goes to the origin of `base_url` and nowhere else.
struct ProviderConfig {
  std::string name = "openai";
  ApiFormat format = ApiFormat::openai_chat;
  std::string base_url = "https://api.openai.com/v1";
  std::string api_key;  ///< empty: no header of authentication (local servers)
  std::string ca_file;  ///< PEM of what to trust instead of the system's certificates; empty: those
  bool trace = false;   ///< it is told the trace of the request (traceparent)
};

/// A model and what the operator knows about it; what is absent is learnt from the server's answers.
struct ModelConfig {
  std::string provider = "openai";  ///< name of one of LlmConfig::providers
  std::string id = "gpt-4.1-mini";  ///< as the server calls it
  std::optional<SchemaMode> schema;
  std::optional<bool> new_token_limit;  ///< max_completion_tokens, else max_tokens
  bool stream = true;
  bool stream_usage = true;
  bool temperature = true;                        ///< false: refuses one
  std::optional<std::int64_t> context_tokens;     ///< of prompt and answer together
  std::optional<std::int64_t> max_output_tokens;  ///< less than LlmConfig::max_output_tokens
  std::optional<ModelPrice> price;                ///< absent: that of the price table, if it is there
};

/// How the llm reviewer is set up. Everything here comes from the operator, nothing from a request.
struct LlmConfig {
  std::vector<ProviderConfig> providers = {ProviderConfig{}};
  std::vector<ModelConfig> models = {ModelConfig{}};  ///< what a submission may ask for
  /// The model that is used unless a submission asks for another, then its fallbacks in order: "id" or
  /// "provider/id". Empty: the first of `models`.
  std::vector<std::string> order;
  BudgetCaps budget;
  std::optional<double> temperature = 0.0;  ///< absent: the server's own
  bool verify = false;                      ///< a second pass drops what it does not confirm
  std::string verify_model;                 ///< who is asked for it, "id" or "provider/id"; empty: as usual
  int max_issues = 25;                      ///< in one part
  std::int64_t max_output_tokens = 8'192;
  std::int64_t input_token_budget = 48'000;  ///< code in one part, by estimate
  int max_parts = 64;                        ///< lines behind them are skipped, and coverage says so
  int parallel_parts = 4;
  int max_calls_per_part = 3;  ///< within one attempt; for the bound of a job see LlmReviewer::review
  int max_calls_at_once = 64;  ///< over all reviews; further ones wait
  base::Micros longest_wait =
      std::chrono::seconds{20};  ///< for a server that asks to wait; longer: back to the queue
  base::Micros first_back_off = std::chrono::milliseconds{500};
  std::size_t max_line_bytes = 4'000;  ///< longer lines are sent cut
  std::size_t max_reply_bytes = 16 << 20;
  std::chrono::milliseconds deadline{120'000};  ///< for one call
  std::chrono::milliseconds stall{60'000};
  std::chrono::milliseconds connect{10'000};
};

}  // namespace assay::llm
