#include <algorithm>
#include <map>

#include "store/memory/memory_store.hpp"

namespace assay::store {

using base::Result;
using base::Task;

namespace {

/// Work that was submitted since, or is not finished, keeps its code.
std::map<MemoryState::Work, bool> work_with_old_code(const MemoryState& state, base::Timestamp before) {
  std::map<MemoryState::Work, bool> old;
  for (const auto& [id, entry] : state.submissions) {
    const auto& submission = entry.submission;
    const auto [at, first] = old.try_emplace({submission.scope, submission.fingerprint}, true);
    at->second = at->second && submission.created_at < before && !entry.open();
  }
  return old;
}

}  // namespace

Task<Result<core::Swept>> MemoryReviewStore::sweep(core::RetentionLimits limits, int most,
                                                   base::Timestamp now) {
  core::Swept swept;
  std::vector<std::pair<core::Scope, core::SubmissionId>> old;
  {
    const std::scoped_lock lock{state_.mutex};
    for (const auto& [id, entry] : state_.submissions) {
      const bool over = limits.submissions_before && !entry.open() &&
                        entry.submission.created_at < *limits.submissions_before;
      if (over && std::ssize(old) < most) old.emplace_back(entry.submission.scope, id);
    }
  }
  for (auto& [scope, id] : old) {
    if (co_await erase(scope, id, now)) swept.erased.push_back(id);
  }
  swept.more = std::ssize(old) == most;
  if (!limits.code_before) co_return swept;
  const std::scoped_lock lock{state_.mutex};
  const auto works = work_with_old_code(state_, *limits.code_before);
  for (auto& [id, entry] : state_.submissions) {
    if (!works.at({entry.submission.scope, entry.submission.fingerprint}) || entry.code_forgotten) continue;
    core::ReviewInput without = *entry.input;
    without.code.clear();
    without.files.clear();
    entry.input = std::make_shared<const core::ReviewInput>(std::move(without));
    entry.code_forgotten = true;
    swept.without_code.push_back(id);
  }
  co_return swept;
}

}  // namespace assay::store
