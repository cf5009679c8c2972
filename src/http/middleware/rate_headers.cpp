#include "http/middleware/rate_headers.hpp"

#include <algorithm>
#include <utility>

namespace assay::http {

std::int64_t seconds_up(base::Micros time) {
  return std::max<std::int64_t>(0, (time.count() + 999'999) / 1'000'000);
}

std::string rate_headers(const std::vector<core::RateStanding>& standings) {
  // r: remaining, t: seconds to more; q: quota, w: window.
  std::string limit = "RateLimit: ";
  std::string policy = "RateLimit-Policy: ";
  bool first = true;
  for (const auto& standing : standings) {
    if (!std::exchange(first, false)) {
      limit.append(", ");
      policy.append(", ");
    }
    limit.append("\"").append(standing.name).append("\";r=").append(std::to_string(standing.remaining));
    limit.append(";t=").append(std::to_string(seconds_up(standing.reset)));
    policy.append("\"").append(standing.name).append("\";q=").append(std::to_string(standing.quota));
    policy.append(";w=").append(std::to_string(seconds_up(standing.period)));
  }
  return first ? std::string{} : limit + "\r\n" + policy + "\r\n";
}

}  // namespace assay::http
