#pragma once
#include <deque>
#include <unordered_map>
#include <vector>

#include "core/ids.hpp"

namespace assay::broker::redis {

/// Which submissions this process has attached to which job, so that a Redis that forgot can be told again.
/// The oldest of many are forgotten: only processes that publish need it, and they attach when they begin.
class KnownJobs {
 public:
  struct Job {
    core::Scope scope;
    std::vector<core::SubmissionId> submissions;
  };

  void attach(const core::JobId& job, const core::Scope& scope, const core::SubmissionId& submission);
  void detach(const core::JobId& job, const core::SubmissionId& submission);
  void forget(const core::JobId& job) { jobs_.erase(job); }
  /// Empty where it is not known.
  Job find(const core::JobId& job) const;

 private:
  static constexpr std::size_t kMost = 4096;
  std::unordered_map<core::JobId, Job> jobs_;
  std::deque<core::JobId> oldest_first_;
};

}  // namespace assay::broker::redis
