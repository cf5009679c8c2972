#include "store/memory/memory_state.hpp"

#include <algorithm>

#include "core/states_json.hpp"

namespace assay::store {

core::SubmissionRecord MemoryState::record(const Entry& entry) const {
  core::SubmissionRecord shown{entry.submission, entry.review ? entry.review->members : nullptr};
  if (shown.review_members && !states.empty()) {
    core::IssueStates of_issues;
    for (const auto fingerprint : core::issue_fingerprints(*shown.review_members)) {
      const auto stated = states.find({entry.submission.scope, std::string{fingerprint}});
      if (stated != states.end()) of_issues.emplace(fingerprint, stated->second.history.back());
    }
    if (!of_issues.empty()) shown.states = std::make_shared<const core::IssueStates>(std::move(of_issues));
  }
  if (!entry.open()) return shown;
  const Job& job = jobs.at(entry.answer.job);
  shown.submission.status = job.status;
  shown.submission.attempts = job.attempts + (job.status == core::Status::in_progress ? 1 : 0);
  shown.submission.updated_at = std::max(job.updated_at, entry.submission.created_at);
  return shown;
}

base::Result<MemoryState::Job*> MemoryState::held(const core::JobId& id, core::Fence fence) {
  const auto found = jobs.find(id);
  if (found == jobs.end()) return base::fail(base::Errc::conflict, "the job is over");
  if (found->second.fence != fence || found->second.status != core::Status::in_progress) {
    return base::fail(base::Errc::conflict, "the job was taken over by another worker");
  }
  return &found->second;
}

std::vector<core::SubmissionId> MemoryState::attached(const core::JobId& job) const {
  std::vector<const Entry*> entries;
  for (const auto& [id, entry] : submissions) {
    if (entry.open() && entry.answer.job == job) entries.push_back(&entry);
  }
  std::ranges::sort(entries, {}, &Entry::order);
  std::vector<core::SubmissionId> ids;
  for (const Entry* entry : entries) ids.push_back(entry->submission.id);
  return ids;
}

base::Result<std::optional<core::RememberedAnswer>> MemoryState::answer_of(const core::Scope& scope,
                                                                           const core::IdempotencyKey& key,
                                                                           base::Timestamp now) const {
  const auto found = answers.find({scope, key.caller, key.key});
  if (found == answers.end() || found->second.at <= now - core::kIdempotencyKept)
    return std::optional<core::RememberedAnswer>{};
  if (found->second.body != key.body) {
    return base::fail(base::Errc::invalid_argument,
                      "This Idempotency-Key was used for another request already.", "Idempotency-Key");
  }
  return std::optional{found->second.answer};
}

}  // namespace assay::store
