#include "app/refill_limits.hpp"

#include <algorithm>
#include <map>

namespace assay::app {
namespace {

constexpr std::chrono::hours kLongestPeriod{24};

}  // namespace

base::Result<void> refill_limits(broker::LocalRateLimiter& limiter, const http::SubmissionLimit& limit,
                                 const std::vector<core::ApiKey>& keys, store::Database& database,
                                 const base::Clock& clock) {
  const auto stored = database.recent_admissions(clock.now() - kLongestPeriod);
  if (!stored) return base::fail(stored.error());
  std::map<std::string, std::vector<base::Timestamp>> by_caller;
  for (const auto& admission : *stored) by_caller[admission.caller].push_back(admission.at);
  const auto find_key = [&](const std::string& id) -> const core::ApiKey* {
    const auto found = std::ranges::find(keys, core::KeyId{id}, &core::ApiKey::id);
    return found == keys.end() ? nullptr : &*found;
  };
  for (auto& [caller, times] : by_caller) {
    const auto refill = limit.refill_of(caller, find_key);
    if (refill.policies.empty()) continue;
    // What is older than the period counts no more.
    std::erase_if(times,
                  [&](base::Timestamp at) { return at < clock.now() - refill.policies.front().period; });
    limiter.refill(refill.limiter_key, refill.policies, std::move(times));
  }
  return {};
}

}  // namespace assay::app
