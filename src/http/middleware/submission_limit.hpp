#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "core/ports/rate_limiter.hpp"
#include "http/response.hpp"

namespace assay::http {

/// How often one client may submit. Nothing set: 10 per hour and address, loopback free. Set: that many for
/// everybody; 0 switches the limit off.
struct SubmissionLimitOptions {
  std::optional<std::int64_t> per_hour;
};

/// The rate limit of POSTs that make a submission.
class SubmissionLimit {
 public:
  SubmissionLimit(core::RateLimiter& limiter, SubmissionLimitOptions options);

  /// An admission, with the fields its answer carries; or the answer to give instead: 429, or 503 where the
  /// limiter can't be asked. `client` is an address.
  struct Admission {
    std::string headers;  ///< RateLimit and RateLimit-Policy lines; empty where no limit is in force
    std::string charged;  ///< key of the limiter that was charged; empty likewise
  };
  base::Task<tl::expected<Admission, Response>> admit(std::string client);

  /// What is in force; empty: nothing. For refilling the limiter at start.
  const std::vector<core::RatePolicy>& policies() const { return policies_; }

 private:
  core::RateLimiter& limiter_;
  std::vector<core::RatePolicy> policies_;
  bool loopback_free_;
};

}  // namespace assay::http
