#include "store/memory/memory_state.hpp"

#include <algorithm>

namespace assay::store {

core::SubmissionRecord MemoryState::record(const Entry& entry) const {
  core::SubmissionRecord shown{entry.submission, entry.review ? entry.review->members : nullptr};
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

}  // namespace assay::store
