#include "broker/redis/events/known_jobs.hpp"

#include <algorithm>

namespace assay::broker::redis {

void KnownJobs::attach(const core::JobId& id, const core::Scope& scope,
                       const core::SubmissionId& submission) {
  auto& job = jobs_[id];
  if (job.submissions.empty()) {
    job.scope = scope;
    oldest_first_.push_back(id);
    if (oldest_first_.size() > kMost) {
      jobs_.erase(oldest_first_.front());
      oldest_first_.pop_front();
    }
  }
  if (std::ranges::find(job.submissions, submission) == job.submissions.end())
    job.submissions.push_back(submission);
}

void KnownJobs::detach(const core::JobId& id, const core::SubmissionId& submission) {
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return;
  std::erase(found->second.submissions, submission);
  if (found->second.submissions.empty()) jobs_.erase(found);
}

KnownJobs::Job KnownJobs::find(const core::JobId& id) const {
  const auto found = jobs_.find(id);
  return found == jobs_.end() ? Job{} : found->second;
}

}  // namespace assay::broker::redis
