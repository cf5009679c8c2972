#pragma once
#include "base/clock.hpp"
#include "base/random.hpp"

namespace assay::review {

/// Charged attempts a job gets before it fails for good.
inline constexpr int kMaxAttempts = 5;

/// Wait before the attempt after the `attempt`-th (1-based): uniform in [0, min(60 s, 1 s x 2^(attempt-1))],
/// "full jitter" (M. Brooker, Exponential Backoff And Jitter, 2015).
base::Micros retry_delay(int attempt, base::Random& random);

}  // namespace assay::review
