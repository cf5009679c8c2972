#pragma once
#include <optional>
#include <string>

#include "base/task.hpp"
#include "core/ports/rate_limiter.hpp"
#include "http/response.hpp"

namespace assay::http {

/// How often one address may try to sign in: enough for any person, and no way to keep the server busy with
/// look-ups of made-up keys.
class SignInLimit {
 public:
  explicit SignInLimit(core::RateLimiter& limiter) : limiter_(limiter) {}
  /// The answer to give instead, 429 or 503; nothing where the attempt may be made.
  base::Task<std::optional<Response>> refuse(std::string client);

 private:
  core::RateLimiter& limiter_;
};

}  // namespace assay::http
