#pragma once
#include <map>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "llm/breaker.hpp"
#include "llm/chat_client.hpp"
#include "llm/llm_config.hpp"
#include "llm/prices.hpp"
#include "llm/redact.hpp"

namespace assay::llm {

/// What all reviews of one LlmReviewer share.
struct ReviewerTools {
  const LlmConfig& config;
  const ChatClient& client;
  const Redactor& redactor;
  const PriceTable& prices;
  const std::string& system_prompt;
  base::Random& random;
  const base::Clock& clock;
  std::map<std::string, Dialect, std::less<>>& dialects;  ///< by model
  std::map<std::string, Breaker, std::less<>>& breakers;  ///< by model
};

}  // namespace assay::llm
