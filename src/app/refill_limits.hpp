#pragma once
#include "base/result.hpp"
#include "broker/local/local_rate_limiter.hpp"
#include "core/api_key.hpp"
#include "http/middleware/submission_limit.hpp"
#include "store/sqlite/database.hpp"

namespace assay::app {

/// Counts what earlier processes admitted, so that a restart gives nobody a fresh quota. Before serving.
base::Result<void> refill_limits(broker::LocalRateLimiter& limiter, const http::SubmissionLimit& limit,
                                 const std::vector<core::ApiKey>& keys, store::Database& database,
                                 const base::Clock& clock);

}  // namespace assay::app
