#include "store/memory/memory_import_sink.hpp"

#include <algorithm>

namespace assay::store {

base::Task<base::Result<core::Imported>> MemoryImportSink::put(core::ImportedSubmission imported) {
  const std::scoped_lock lock{state_.mutex};
  const auto& submission = imported.submission;
  if (const auto known = state_.submissions.find(submission.id); known != state_.submissions.end()) {
    if (known->second.submission.scope == submission.scope) co_return core::Imported::known;
    co_return base::fail(base::Errc::conflict, "the submission id is in use");
  }
  MemoryState::Entry entry;
  entry.submission = submission;
  entry.submission.file_count = std::max<int>(1, static_cast<int>(imported.input->files.size()));
  entry.submission.review.reset();
  entry.input = imported.input;
  entry.order = ++state_.last_order;
  entry.answer.status = submission.status;
  entry.answer.how = submission.cached ? core::Acceptance::from_cache : core::Acceptance::new_job;
  if (imported.review) {
    const auto& made = *imported.review;
    const auto same = std::ranges::find_if(state_.submissions, [&](const auto& item) {
      return item.second.review && item.second.review->id == made.review_id;
    });
    if (same != state_.submissions.end()) {
      entry.review = same->second.review;
    } else {
      MemoryState::Review review{made.review_id,
                                 std::make_shared<const std::string>(made.review_members),
                                 made.score,
                                 made.issues,
                                 core::model_use(made.usage),
                                 made.queued_ms,
                                 made.run_ms,
                                 made.finished_at};
      entry.review = std::make_shared<const MemoryState::Review>(std::move(review));
    }
    entry.submission.review = made.review_id;
  }
  state_.submissions.emplace(submission.id, std::move(entry));
  co_return core::Imported::added;
}

}  // namespace assay::store
