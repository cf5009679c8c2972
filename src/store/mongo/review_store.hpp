#pragma once
#include "base/random.hpp"
#include "core/ports/issue_state_store.hpp"
#include "core/ports/reply_log.hpp"
#include "core/ports/retention.hpp"
#include "core/ports/review_store.hpp"
#include "store/mongo/accept_together.hpp"
#include "store/mongo/finish.hpp"
#include "store/mongo/news.hpp"
#include "store/mongo/pool.hpp"
#include "store/mongo/records.hpp"
#include "store/mongo/replies.hpp"
#include "store/mongo/together.hpp"
#include "store/mongo/work.hpp"

namespace assay::store {

/// The store in MongoDB, for any number of processes at once. Calls that come at the same time, finds,
/// submissions and what workers ask, are answered together (together.hpp). What holds without transactions
/// over several documents is written in accept.hpp, finish.hpp and remove.hpp of mongo/, and docs/adr tells
/// why.
class MongoReviewStore final : public core::ReviewStore,
                               public core::ReplyLog,
                               public core::IssueStateStore,
                               public core::Retention {
 public:
  /// All outlive the store. `random` is used from several threads. `news`, where there is one, is told of
  /// what MongoUpkeep then has to do.
  MongoReviewStore(mongo::Pool& pool, base::Random& random, MongoNews* news = nullptr);

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
  /// Gives the result of `call`, and tells of the change where it succeeded.
  template <class T>
  base::Task<base::Result<T>> and_tell(base::Task<base::Result<T>> call);
  void tell() const {
    if (news_ != nullptr) news_->note();
  }
  base::Task<base::Result<core::Accepted>> take(core::NewSubmission submission);

  using SharedSubmission = std::shared_ptr<const core::NewSubmission>;

  mongo::Pool& pool_;
  base::Random& random_;
  MongoNews* news_;
  std::shared_ptr<mongo::KeptReviews> kept_;  // shared with what is under way on the pool
  mongo::Together<mongo::WantedRecord, core::SubmissionRecord> finds_;
  mongo::Together<SharedSubmission, mongo::Taken> accepts_;
  std::shared_ptr<mongo::HeldJobs> held_;  // shared likewise
  mongo::Together<mongo::WantedWork, core::JobWork> loads_;
  mongo::Together<std::shared_ptr<const mongo::NewReply>, void> saves_;
  mongo::Together<std::shared_ptr<const mongo::Finishing>, mongo::Finished> finishes_;
};

}  // namespace assay::store
