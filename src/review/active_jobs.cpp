#include "review/active_jobs.hpp"

#include <vector>

namespace assay::review {

std::stop_token ActiveJobs::add(const core::JobId& job) {
  const std::lock_guard lock{mutex_};
  return jobs_[job].source.get_token();
}

void ActiveJobs::remove(const core::JobId& job) {
  const std::lock_guard lock{mutex_};
  jobs_.erase(job);
}

void ActiveJobs::stop(const core::JobId& job, StopReason reason) {
  std::stop_source source{std::nostopstate};
  {
    const std::lock_guard lock{mutex_};
    const auto found = jobs_.find(job);
    if (found == jobs_.end()) return;
    if (!found->second.reason) found->second.reason = reason;
    source = found->second.source;
  }
  source.request_stop();  // outside the lock: callbacks run here
}

void ActiveJobs::stop_all(StopReason reason) {
  std::vector<core::JobId> all;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& [job, entry] : jobs_) all.push_back(job);
  }
  for (const auto& job : all) stop(job, reason);
}

std::optional<StopReason> ActiveJobs::stop_reason(const core::JobId& job) const {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? std::nullopt : found->second.reason;
}

}  // namespace assay::review
