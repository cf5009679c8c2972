#pragma once
#include "core/ports/issue_state_store.hpp"
#include "core/ports/reply_log.hpp"
#include "core/ports/retention.hpp"
#include "core/ports/review_store.hpp"
#include "store/memory/memory_state.hpp"

namespace assay::store {

/// A store that forgets with its process: for tests, and as the plain statement of what every store must do.
/// Everything is computed from the submissions at each call.
class MemoryReviewStore final : public core::ReviewStore,
                                public core::ReplyLog,
                                public core::IssueStateStore,
                                public core::Retention {
 public:
  /// `state` outlives the store.
  explicit MemoryReviewStore(MemoryState& state) : state_(state) {}

  base::Task<base::Result<core::Accepted>> accept(core::NewSubmission submission) override;
  base::Task<base::Result<core::SubmissionRecord>> find(core::Scope scope, core::SubmissionId id) override;
  base::Task<base::Result<std::shared_ptr<const core::ReviewInput>>> find_input(
      core::Scope scope, core::SubmissionId id) override;
  base::Task<base::Result<core::HistoryPage>> history(core::HistoryQuery query) override;
  base::Task<base::Result<core::Stats>> stats(core::StatsQuery query) override;
  base::Task<base::Result<core::JobWork>> load_job(core::JobId job, core::Fence fence) override;
  base::Task<base::Result<std::vector<core::SubmissionId>>> finish(core::JobId job, core::Fence fence,
                                                                   core::JobResult result) override;
  base::Task<base::Result<core::Cancelled>> cancel(core::Scope scope, core::SubmissionId id,
                                                   base::Timestamp now) override;
  base::Task<base::Result<core::Cancelled>> erase(core::Scope scope, core::SubmissionId id,
                                                  base::Timestamp now) override;
  base::Task<base::Result<std::optional<core::RememberedAnswer>>> find_answer(core::Scope scope,
                                                                              core::IdempotencyKey key,
                                                                              base::Timestamp now) override;
  base::Task<base::Result<void>> ping() override;

  base::Task<base::Result<core::Swept>> sweep(core::RetentionLimits limits, int most,
                                              base::Timestamp now) override;

  base::Task<base::Result<void>> save(core::JobId job, std::string part, std::string reply) override;
  base::Task<base::Result<std::optional<std::string>>> find(core::JobId job, std::string part) override;

  base::Task<base::Result<void>> set_state(core::IssueRef issue, core::IssueState state) override;
  base::Task<base::Result<std::vector<core::IssueState>>> state_history(core::Scope scope,
                                                                        std::string fingerprint) override;

 private:
  /// The entry, if it is of that scope; null otherwise. Under the lock.
  MemoryState::Entry* entry_of(const core::Scope& scope, const core::SubmissionId& id);
  core::Cancelled detach(MemoryState::Entry& entry, base::Timestamp now);

  MemoryState& state_;
};

}  // namespace assay::store
