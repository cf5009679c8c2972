#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "core/job_signal.hpp"
#include "core/ports/issue_state_store.hpp"
#include "core/ports/review_store.hpp"

namespace assay::store {

/// What the store and the queue in memory share: plain maps under one lock.
struct MemoryState {
  explicit MemoryState(const base::Clock& its_clock) : clock(its_clock) {}

  struct Review {
    core::ReviewId id;
    std::shared_ptr<const std::string> members;
    std::optional<int> score;
    std::vector<core::IssueSummary> issues;
    core::ModelUse models;
    std::int64_t queued_ms = 0;
    std::int64_t run_ms = 0;
    base::Timestamp made_at;
  };
  struct Entry {
    core::Submission submission;  ///< status, attempts and updated_at count only when it is finished
    std::shared_ptr<const core::ReviewInput> input;
    core::Accepted answer;
    std::int64_t order = 0;
    std::shared_ptr<const Review> review;
    bool code_forgotten = false;  ///< the code of `input` is not kept any more
    bool open() const { return !core::is_terminal(submission.status); }
  };
  struct Job {
    std::int64_t order = 0;
    core::Scope scope;
    core::Fingerprint fingerprint;
    std::shared_ptr<const core::ReviewInput> input;
    core::Status status = core::Status::pending;
    core::Fence fence{};
    int attempts = 0;
    std::optional<base::Micros> due;
    base::Micros lease_until{0};
    bool joinable = true;
    base::Timestamp created_at;
    base::Timestamp updated_at;
    std::map<std::string, std::string> replies;
    std::string trace;
  };
  struct Cached {
    std::shared_ptr<const Review> review;
    base::Timestamp expires_at;
  };
  struct Answered {
    std::string body;
    core::RememberedAnswer answer;
    base::Timestamp at;
  };
  struct Stated {
    std::string path;
    std::vector<core::IssueState> history;
  };
  using Work = std::pair<core::Scope, core::Fingerprint>;

  const base::Clock& clock;
  core::JobSignal signal;
  std::mutex mutex;
  std::map<core::SubmissionId, Entry> submissions;
  std::map<core::JobId, Job> jobs;  ///< unfinished ones
  std::map<Work, Cached> cache;
  std::map<std::tuple<core::Scope, std::string, std::string>, Answered> answers;  ///< by scope, caller, key
  std::map<std::pair<core::Scope, std::string>, Stated> states;                   ///< by scope, fingerprint
  std::int64_t last_order = 0;
  std::int64_t last_fence = 0;
  core::Scope last_scope;

  /// The submission as it is shown: an unfinished one has its job's status.
  core::SubmissionRecord record(const Entry& entry) const;
  /// `conflict` where the job is over or held under another fence.
  base::Result<Job*> held(const core::JobId& id, core::Fence fence);
  std::vector<core::SubmissionId> attached(const core::JobId& job) const;
  /// As ReviewStore::find_answer.
  base::Result<std::optional<core::RememberedAnswer>> answer_of(const core::Scope& scope,
                                                                const core::IdempotencyKey& key,
                                                                base::Timestamp now) const;
};

}  // namespace assay::store
