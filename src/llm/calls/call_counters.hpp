#pragma once
#include <atomic>
#include <cstdint>

namespace assay::llm {

/// What all calls since the start came to. Written by the engine's thread, read by any.
struct CallCounters {
  std::atomic<std::int64_t> answered{0};
  std::atomic<std::int64_t> failed{0};
  std::atomic<std::int64_t> repeated{0};  ///< of both: calls for what an earlier call did not bring
  std::atomic<std::int64_t> input_tokens{0};
  std::atomic<std::int64_t> output_tokens{0};
  std::atomic<std::int64_t> micro_usd{0};  ///< of calls whose price is known
  std::atomic<std::int64_t> refused_by_budget{0};
};

}  // namespace assay::llm
