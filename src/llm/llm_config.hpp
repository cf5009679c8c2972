#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace assay::llm {

/// How the llm reviewer is set up. Everything here comes from the operator, nothing from a request.
struct LlmConfig {
  std::string base_url = "https://api.openai.com/v1";
  std::string api_key;  ///< empty: no Authorization header (local servers)
  std::string model = "gpt-4.1-mini";
  std::vector<std::string> other_models;  ///< what a submission may ask for besides `model`
  bool stream = true;
  std::optional<double> temperature = 0.0;  ///< absent: the server's own
  int max_issues = 25;                      ///< in one part
  std::int64_t max_output_tokens = 8'192;
  std::int64_t input_token_budget = 48'000;  ///< code in one part, by estimate
  int max_parts = 64;                        ///< lines behind them are skipped, and coverage says so
  int parallel_parts = 4;
  int max_calls_per_part = 3;  ///< within one attempt; at most max_parts * max_calls_per_part calls a job
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
