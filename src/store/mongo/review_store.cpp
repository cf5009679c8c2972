#include "store/mongo/review_store.hpp"

#include "store/mongo/accept.hpp"
#include "store/mongo/history.hpp"
#include "store/mongo/idempotency.hpp"
#include "store/mongo/issue_states.hpp"
#include "store/mongo/remove.hpp"
#include "store/mongo/retention.hpp"
#include "store/mongo/stats.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::Accepted;
using core::Cancelled;
using mongo::Client;
using mongo::Document;

namespace {

/// While one of them waits for the server, the other one's answers are read and the next questions asked.
constexpr int kFinding = 2;
/// More, because each is several writes one after the other that wait for the majority: who comes second
/// should seldom have to wait for all of the first one's.
constexpr int kAccepting = 4;
constexpr int kLoading = 2;
constexpr int kSaving = 2;
constexpr int kFinishing = 2;

}  // namespace

MongoReviewStore::MongoReviewStore(mongo::Pool& pool, base::Random& random, MongoNews* news)
    : pool_(pool),
      random_(random),
      news_(news),
      kept_(std::make_shared<mongo::KeptReviews>()),
      finds_(pool, kFinding,
             [kept = kept_](Client& client, const auto& wanted) {
               return mongo::find_records(client, *kept, wanted);
             }),
      accepts_(pool, kAccepting,
               [kept = kept_](Client& client, const auto& submissions) {
                 return mongo::accept_together(client, *kept, submissions);
               }),
      held_(std::make_shared<mongo::HeldJobs>()),
      loads_(pool, kLoading,
             [held = held_](Client& client, const auto& wanted) {
               return mongo::read_works(client, *held, wanted);
             }),
      saves_(pool, kSaving,
             [](Client& client, const auto& replies) { return mongo::save_replies(client, replies); }),
      finishes_(pool, kFinishing, [held = held_](Client& client, const auto& jobs) {
        return mongo::finish_jobs(client, *held, jobs);
      }) {}

template <class T>
Task<Result<T>> MongoReviewStore::and_tell(Task<Result<T>> call) {
  auto result = co_await std::move(call);
  if (result) tell();
  co_return result;
}

Task<Result<Accepted>> MongoReviewStore::accept(core::NewSubmission submission) {
  return and_tell(take(std::move(submission)));
}

Task<Result<Accepted>> MongoReviewStore::take(core::NewSubmission submission) {
  const auto shared = std::make_shared<const core::NewSubmission>(std::move(submission));
  std::optional<mongo::Place> place;
  if (mongo::goes_with_others(*shared)) {
    auto taken = co_await accepts_.ask(shared);
    if (!taken) co_return base::fail(std::move(taken.error()));
    if (taken->answer) co_return std::move(*taken->answer);
    place = std::move(taken->place);
  }
  auto alone = [this, shared, place = std::move(place)](Client& client) mutable {
    if (place) return mongo::settle_accepted(client, *shared, std::move(*place), random_);
    return mongo::accept_submission(client, *shared, random_);
  };
  co_return co_await pool_.run(std::move(alone));
}

Task<Result<core::SubmissionRecord>> MongoReviewStore::find(core::Scope scope, core::SubmissionId id) {
  mongo::WantedRecord wanted{std::move(scope), std::move(id)};
  co_return co_await finds_.ask(std::move(wanted));
}

Task<Result<std::shared_ptr<const core::ReviewInput>>> MongoReviewStore::find_input(core::Scope scope,
                                                                                    core::SubmissionId id) {
  auto work = [scope = std::move(scope), id = std::move(id)](Client& client) {
    return mongo::input_of(client, scope, id);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::HistoryPage>> MongoReviewStore::history(core::HistoryQuery query) {
  auto work = [kept = kept_, query = std::move(query)](Client& client) {
    return mongo::read_history(client, *kept, query);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::Stats>> MongoReviewStore::stats(core::StatsQuery query) {
  auto work = [query = std::move(query)](Client& client) { return mongo::read_stats(client, query); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<core::JobWork>> MongoReviewStore::load_job(core::JobId job, core::Fence fence) {
  mongo::WantedWork wanted{std::move(job), fence};
  co_return co_await loads_.ask(std::move(wanted));
}

Task<Result<std::vector<core::SubmissionId>>> MongoReviewStore::finish(core::JobId job, core::Fence fence,
                                                                       core::JobResult result) {
  mongo::Finishing finishing{std::move(job), fence, std::move(result)};
  auto shared = std::make_shared<const mongo::Finishing>(std::move(finishing));
  co_return co_await and_tell(finishes_.ask(std::move(shared)));
}

Task<Result<Cancelled>> MongoReviewStore::cancel(core::Scope scope, core::SubmissionId id,
                                                 base::Timestamp now) {
  auto work = [scope = std::move(scope), id = std::move(id), now](Client& client) {
    return mongo::cancel_submission(client, scope, id, now);
  };
  co_return co_await and_tell(pool_.run(std::move(work)));
}

Task<Result<Cancelled>> MongoReviewStore::erase(core::Scope scope, core::SubmissionId id,
                                                base::Timestamp now) {
  auto work = [scope = std::move(scope), id = std::move(id), now](Client& client) {
    return mongo::erase_submission(client, scope, id, now);
  };
  auto erased = co_await pool_.run(std::move(work));
  if (erased) tell();
  if (erased && erased->submission.review) kept_->forget(erased->submission.review->str());
  co_return erased;
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
  auto swept = co_await pool_.run(std::move(work));
  if (swept) tell();
  if (swept && !swept->erased.empty()) kept_->forget_all();
  co_return swept;
}

Task<Result<void>> MongoReviewStore::save(core::JobId job, std::string part, std::string reply) {
  mongo::NewReply made{std::move(job), std::move(part), std::move(reply)};
  auto shared = std::make_shared<const mongo::NewReply>(std::move(made));
  co_return co_await saves_.ask(std::move(shared));
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
