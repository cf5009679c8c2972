#include "store/mongo/review_store.hpp"

#include "store/mongo/accept.hpp"
#include "store/mongo/finish.hpp"
#include "store/mongo/history.hpp"
#include "store/mongo/idempotency.hpp"
#include "store/mongo/issue_states.hpp"
#include "store/mongo/records.hpp"
#include "store/mongo/remove.hpp"
#include "store/mongo/replies.hpp"
#include "store/mongo/retention.hpp"
#include "store/mongo/stats.hpp"
#include "store/mongo/work.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::Accepted;
using core::Cancelled;
using mongo::Client;
using mongo::Document;

Task<Result<Accepted>> MongoReviewStore::accept(core::NewSubmission submission) {
  auto work = [this, submission = std::move(submission)](Client& client) {
    return mongo::accept_submission(client, submission, random_);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::SubmissionRecord>> MongoReviewStore::find(core::Scope scope, core::SubmissionId id) {
  auto work = [scope = std::move(scope), id = std::move(id)](Client& client) {
    return mongo::find_record(client, scope, id);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::shared_ptr<const core::ReviewInput>>> MongoReviewStore::find_input(core::Scope scope,
                                                                                    core::SubmissionId id) {
  auto work = [scope = std::move(scope), id = std::move(id)](Client& client) {
    return mongo::input_of(client, scope, id);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::HistoryPage>> MongoReviewStore::history(core::HistoryQuery query) {
  auto work = [query = std::move(query)](Client& client) { return mongo::read_history(client, query); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::Stats>> MongoReviewStore::stats(core::StatsQuery query) {
  auto work = [query = std::move(query)](Client& client) { return mongo::read_stats(client, query); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::JobWork>> MongoReviewStore::load_job(core::JobId job, core::Fence fence) {
  auto work = [job = std::move(job), fence](Client& client) { return mongo::read_work(client, job, fence); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::vector<core::SubmissionId>>> MongoReviewStore::finish(core::JobId job, core::Fence fence,
                                                                       core::JobResult result) {
  auto work = [job = std::move(job), fence, result = std::move(result)](Client& client) {
    return mongo::finish_job(client, job, fence, result);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<Cancelled>> MongoReviewStore::cancel(core::Scope scope, core::SubmissionId id,
                                                 base::Timestamp now) {
  auto work = [scope = std::move(scope), id = std::move(id), now](Client& client) {
    return mongo::cancel_submission(client, scope, id, now);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<Cancelled>> MongoReviewStore::erase(core::Scope scope, core::SubmissionId id,
                                                base::Timestamp now) {
  auto work = [scope = std::move(scope), id = std::move(id), now](Client& client) {
    return mongo::erase_submission(client, scope, id, now);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::optional<core::RememberedAnswer>>> MongoReviewStore::find_answer(core::Scope scope,
                                                                                  core::IdempotencyKey key,
                                                                                  base::Timestamp now) {
  auto work = [scope = std::move(scope), key = std::move(key), now](Client& client) {
    return mongo::find_answer(client, scope, key, now);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoReviewStore::ping() {
  auto work = [](Client& client) -> Result<void> {
    const auto answer = client.command({{"ping", 1}});
    if (!answer) return base::fail(answer.error());
    return {};
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::Swept>> MongoReviewStore::sweep(core::RetentionLimits limits, int most,
                                                  base::Timestamp now) {
  auto work = [limits, most, now](Client& client) { return mongo::sweep(client, limits, most, now); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoReviewStore::save(core::JobId job, std::string part, std::string reply) {
  auto work = [job = std::move(job), part = std::move(part), reply = std::move(reply)](Client& client) {
    return mongo::save_reply(client, job, part, reply);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::optional<std::string>>> MongoReviewStore::find(core::JobId job, std::string part) {
  auto work = [job = std::move(job), part = std::move(part)](Client& client) {
    return mongo::find_reply(client, job, part);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoReviewStore::set_state(core::IssueRef issue, core::IssueState state) {
  auto work = [issue = std::move(issue), state = std::move(state)](Client& client) {
    return mongo::add_state(client, issue, state);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::vector<core::IssueState>>> MongoReviewStore::state_history(core::Scope scope,
                                                                            std::string fingerprint) {
  auto work = [scope = std::move(scope), fingerprint = std::move(fingerprint)](Client& client) {
    return mongo::read_state_history(client, scope, fingerprint);
  };
  co_return co_await pool_.run(std::move(work));
}

}  // namespace assay::store
