#pragma once
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "core/ports/outliner.hpp"
#include "llm/calls/budget.hpp"
#include "llm/calls/call_counters.hpp"
#include "llm/calls/call_slots.hpp"
#include "llm/calls/model_book.hpp"
#include "llm/llm_config.hpp"
#include "llm/redact.hpp"

namespace assay::llm {

/// What all reviews of one LlmReviewer share.
struct ReviewerTools {
  const LlmConfig& config;
  const ModelBook& models;
  CallSlots& slots;
  Budget& budget;
  CallCounters& counters;
  const Redactor& redactor;
  const std::string& system_prompt;
  base::Random& random;
  const base::Clock& clock;
  core::Outliner* outliner = nullptr;  ///< null: code is cut by its blank lines
};

}  // namespace assay::llm
