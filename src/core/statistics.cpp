#include "core/statistics.hpp"

#include <cmath>

#include "core/histogram.hpp"
#include "core/review.hpp"

namespace assay::core {

ModelUse model_use(const Usage& usage) {
  if (usage.calls <= 0) return {};
  constexpr double kNanos = 1e9;
  ModelUse use;
  use.reviews = 1;
  use.calls = usage.calls;
  use.input_tokens = usage.input_tokens;
  use.output_tokens = usage.output_tokens;
  use.cached_tokens = usage.cached_tokens;
  use.cost_nanos = usage.cost_usd ? std::llround(*usage.cost_usd * kNanos) : 0;
  use.unpriced_calls = usage.cost_usd ? 0 : usage.calls;
  return use;
}

ModelUse& ModelUse::operator+=(const ModelUse& other) {
  reviews += other.reviews;
  calls += other.calls;
  input_tokens += other.input_tokens;
  output_tokens += other.output_tokens;
  cached_tokens += other.cached_tokens;
  cost_nanos += other.cost_nanos;
  unpriced_calls += other.unpriced_calls;
  return *this;
}

TimePercentiles percentiles_of(const Histogram& times) {
  return {times.total(),        times.percentile(50), times.percentile(90),
          times.percentile(95), times.percentile(99), times.percentile(100)};
}

}  // namespace assay::core
