#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/rate_limit.hpp"

namespace assay::http {

/// The lines RateLimit and RateLimit-Policy (structured fields of draft-ietf-httpapi-ratelimit-headers);
/// empty where no policy is in force.
std::string rate_headers(const std::vector<core::RateStanding>& standings);

/// Whole seconds, rounded up; not below 0.
std::int64_t seconds_up(base::Micros time);

}  // namespace assay::http
