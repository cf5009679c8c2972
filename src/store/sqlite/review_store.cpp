#include "store/sqlite/review_store.hpp"

#include "store/sqlite/accept.hpp"
#include "store/sqlite/finish.hpp"
#include "store/sqlite/history.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/issue_states.hpp"
#include "store/sqlite/remove.hpp"
#include "store/sqlite/replies.hpp"
#include "store/sqlite/stats.hpp"
#include "store/sqlite/submission_rows.hpp"
#include "store/sqlite/work.hpp"

namespace assay::store {

using base::Result;
using base::Task;

SqliteReviewStore::SqliteReviewStore(Database& database) : database_(database) {}

Task<Result<core::Accepted>> SqliteReviewStore::accept(core::NewSubmission submission) {
  auto work = [this, kept = std::move(submission)](WriteTransaction& tx) {
    auto accepted = accept_submission(tx, kept);
    const bool new_job = accepted && accepted->how == core::Acceptance::new_job && !accepted->replayed;
    if (new_job) tx.after_commit([this] { database_.signal_.set(); });
    return accepted;
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<core::SubmissionRecord>> SqliteReviewStore::find(core::Scope scope, core::SubmissionId id) {
  auto read = [id,
               &stated = database_.stated_](Connection& db) -> Result<std::optional<core::SubmissionRecord>> {
    auto record = read_record(db, id, WithReview::yes);
    if (record) attach_states(db, stated, *record);
    return record;
  };
  auto record = co_await database_.readers_->run(std::move(read));
  if (!record) co_return base::fail(std::move(record.error()));
  if (!*record || (*record)->submission.scope != scope)
    co_return base::fail(base::Errc::not_found, "There is no review with this id.", "id");
  co_return std::move(**record);
}

Task<Result<std::shared_ptr<const core::ReviewInput>>> SqliteReviewStore::find_input(core::Scope scope,
                                                                                     core::SubmissionId id) {
  auto read = [scope = std::move(scope), id = std::move(id)](Connection& db) {
    return input_of(db, scope, id);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<core::HistoryPage>> SqliteReviewStore::history(core::HistoryQuery query) {
  auto read = [query = std::move(query), &stated = database_.stated_](Connection& db) {
    auto page = read_history(db, query);
    if (page) {
      for (auto& record : page->items) attach_states(db, stated, record);
    }
    return page;
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<core::Stats>> SqliteReviewStore::stats(core::StatsQuery query) {
  auto read = [query = std::move(query)](Connection& db) { return read_stats(db, query); };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<core::JobWork>> SqliteReviewStore::load_job(core::JobId job, core::Fence fence) {
  auto read = [job = std::move(job), fence, &stated = database_.stated_](Connection& db) {
    auto work = read_work(db, job, fence);
    if (work) attach_states(db, stated, *work);
    return work;
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<std::vector<core::SubmissionId>>> SqliteReviewStore::finish(core::JobId job, core::Fence fence,
                                                                        core::JobResult result) {
  auto work = [this, job = std::move(job), fence, kept = std::move(result)](WriteTransaction& tx) {
    auto finished = finish_job(tx, job, fence, kept);
    if (finished) {
      tx.after_commit([this, job] {
        database_.leases_.end(job);
        database_.signal_.set();
      });
    }
    return finished;
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<core::Cancelled>> SqliteReviewStore::cancel(core::Scope scope, core::SubmissionId id,
                                                        base::Timestamp now) {
  auto work = [this, scope = std::move(scope), id = std::move(id), now](WriteTransaction& tx) {
    auto cancelled = cancel_submission(tx, scope, id, now);
    if (cancelled && cancelled->job_ended) {
      tx.after_commit([this, job = cancelled->job] {
        database_.leases_.end(job);
        database_.signal_.wake();
      });
    }
    return cancelled;
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<core::Cancelled>> SqliteReviewStore::erase(core::Scope scope, core::SubmissionId id,
                                                       base::Timestamp now) {
  auto work = [this, scope = std::move(scope), id = std::move(id), now](WriteTransaction& tx) {
    auto erased = erase_submission(tx, scope, id, now);
    if (erased) {
      tx.after_commit([this, job = erased->job, ended = erased->job_ended] {
        database_.checkpointer_->empty_soon();
        if (!ended) return;
        database_.leases_.end(job);
        database_.signal_.wake();
      });
    }
    return erased;
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<std::optional<core::RememberedAnswer>>> SqliteReviewStore::find_answer(core::Scope scope,
                                                                                   core::IdempotencyKey key,
                                                                                   base::Timestamp now) {
  auto read = [scope = std::move(scope), key = std::move(key), now](Connection& db) {
    return store::find_answer(db, scope, key, now);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<void>> SqliteReviewStore::ping() {
  if (auto broken = database_.writer_->broken()) co_return base::fail(std::move(*broken));
  auto read = [](Connection& db) -> Result<void> {
    auto rows = db.query("SELECT value FROM meta WHERE key='epoch'");
    if (!rows.step()) db.set_corrupt("the epoch is missing");
    return {};
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<core::Swept>> SqliteReviewStore::sweep(core::RetentionLimits limits, int most,
                                                   base::Timestamp now) {
  auto work = [this, limits, most, now](WriteTransaction& tx) -> Result<core::Swept> {
    core::Swept swept;
    if (limits.submissions_before) {
      swept.erased = erase_old(tx, *limits.submissions_before, most, now);
      swept.more = std::ssize(swept.erased) == most;
    }
    if (limits.code_before) swept.without_code = code_sweep_.run(tx, *limits.code_before, most, swept.more);
    if (!swept.erased.empty() || !swept.without_code.empty())
      tx.after_commit([this] { database_.checkpointer_->empty_soon(); });
    return swept;
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<void>> SqliteReviewStore::save(core::JobId job, std::string part, std::string reply) {
  auto work = [job = std::move(job), part = std::move(part), reply = std::move(reply)](WriteTransaction& tx) {
    return save_reply(tx, job, part, reply);
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<void>> SqliteReviewStore::set_state(core::IssueRef issue, core::IssueState state) {
  auto work = [this, issue = std::move(issue),
               state = std::move(state)](WriteTransaction& tx) -> Result<void> {
    add_state(tx, issue, state);
    tx.after_commit([this, issue] { database_.stated_.add(issue.scope, issue.fingerprint); });
    return {};
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<std::vector<core::IssueState>>> SqliteReviewStore::state_history(core::Scope scope,
                                                                             std::string fingerprint) {
  auto read = [scope = std::move(scope), fingerprint = std::move(fingerprint)](
                  Connection& db) -> Result<std::vector<core::IssueState>> {
    return read_state_history(db, scope, fingerprint);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<std::optional<std::string>>> SqliteReviewStore::find(core::JobId job, std::string part) {
  auto read = [job = std::move(job), part = std::move(part)](Connection& db) {
    return find_reply(db, job, part);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

}  // namespace assay::store
