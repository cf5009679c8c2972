#include "store/memory/memory_store.hpp"

#include <algorithm>

#include "core/input_files.hpp"
#include "core/lifecycle.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::Acceptance;
using core::Accepted;
using core::Cancelled;
using core::Status;

namespace {
auto no_such_review() { return base::fail(base::Errc::not_found, "There is no review with this id.", "id"); }
}  // namespace

Task<Result<Accepted>> MemoryReviewStore::accept(core::NewSubmission submission) {
  const std::scoped_lock lock{state_.mutex};
  if (const auto known = state_.submissions.find(submission.id); known != state_.submissions.end()) {
    const auto& first = known->second;
    if (first.submission.scope == submission.scope &&
        first.submission.fingerprint == submission.fingerprint) {
      co_return first.answer;
    }
    co_return base::fail(base::Errc::conflict, "the submission id is in use");
  }
  if (submission.idempotency) {
    auto first = state_.answer_of(submission.scope, *submission.idempotency, submission.created_at);
    if (!first) co_return base::fail(std::move(first.error()));
    if (*first) {
      Accepted replay;
      replay.status = (*first)->status;
      replay.replayed = std::move(**first);
      co_return replay;
    }
  }
  const MemoryState::Work work{submission.scope, submission.fingerprint};
  const bool bypass = submission.input->options.no_cache || submission.rerun_of.has_value();
  MemoryState::Entry entry;
  entry.input = submission.input;
  entry.order = ++state_.last_order;
  auto& stored = entry.submission;
  stored.id = submission.id;
  stored.scope = submission.scope;
  stored.created_at = stored.updated_at = submission.created_at;
  stored.language = submission.input->language;
  stored.filename = submission.input->filename;
  stored.file_count = std::max<int>(1, static_cast<int>(submission.input->files.size()));
  stored.fingerprint = submission.fingerprint;
  stored.rerun_of = submission.rerun_of;

  // Code that was forgotten is there again, for those who submitted it before too.
  for (auto& [id, known] : state_.submissions) {
    if (!known.code_forgotten || known.submission.scope != submission.scope ||
        known.submission.fingerprint != submission.fingerprint)
      continue;
    known.input = submission.input;
    known.code_forgotten = false;
  }
  const auto cached = state_.cache.find(work);
  const auto open = std::ranges::find_if(state_.jobs, [&](const auto& item) {
    const auto& job = item.second;
    return job.joinable && job.scope == submission.scope && job.fingerprint == submission.fingerprint;
  });
  if (!bypass && cached != state_.cache.end() && cached->second.expires_at > submission.created_at) {
    entry.answer = {Acceptance::from_cache, Status::completed, {}, {}};
    entry.review = cached->second.review;
    stored.status = Status::completed;
    stored.cached = true;
    stored.review = entry.review->id;
  } else if (!bypass && open != state_.jobs.end()) {
    entry.answer = {Acceptance::joined_job, Status::pending, open->first, {}};
  } else if (submission.only_if_free) {
    co_return base::fail(base::Errc::rate_limited, "this needs a review of its own");
  } else {
    entry.answer = {Acceptance::new_job, Status::pending, submission.job, {}};
    auto& job = state_.jobs[submission.job];
    job.order = entry.order;
    job.scope = submission.scope;
    job.fingerprint = submission.fingerprint;
    job.input = submission.input;
    job.joinable = !bypass;
    job.trace = submission.trace;
    job.created_at = job.updated_at = submission.created_at;
    state_.signal.set();
  }
  Accepted answer = entry.answer;
  if (submission.idempotency) {
    const auto& key = *submission.idempotency;
    core::RememberedAnswer remembered{submission.id, answer.status, submission.ignored_fields};
    state_.answers[{submission.scope, key.caller, key.key}] = {key.body, std::move(remembered),
                                                               submission.created_at};
  }
  state_.submissions.emplace(submission.id, std::move(entry));
  co_return answer;
}

MemoryState::Entry* MemoryReviewStore::entry_of(const core::Scope& scope, const core::SubmissionId& id) {
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end() || found->second.submission.scope != scope) return nullptr;
  return &found->second;
}

Task<Result<core::SubmissionRecord>> MemoryReviewStore::find(core::Scope scope, core::SubmissionId id) {
  const std::scoped_lock lock{state_.mutex};
  const auto* entry = entry_of(scope, id);
  if (entry == nullptr) co_return no_such_review();
  co_return state_.record(*entry);
}

Task<Result<std::shared_ptr<const core::ReviewInput>>> MemoryReviewStore::find_input(core::Scope scope,
                                                                                     core::SubmissionId id) {
  const std::scoped_lock lock{state_.mutex};
  const auto* entry = entry_of(scope, id);
  if (entry == nullptr) co_return no_such_review();
  if (entry->code_forgotten)
    co_return base::fail(base::Errc::not_found, "the code of this review is not kept any more");
  co_return entry->input;
}

Task<Result<core::JobWork>> MemoryReviewStore::load_job(core::JobId id, core::Fence fence) {
  const std::scoped_lock lock{state_.mutex};
  const auto job = state_.held(id, fence);
  if (!job) co_return base::fail(job.error());
  const MemoryState::Job& held = **job;
  core::JobWork work{held.scope, held.fingerprint, held.input, state_.attached(id), held.created_at};
  work.trace = held.trace;
  work.may_have_replies = !held.replies.empty();
  core::IssueStates states;
  for (const auto& text : core::texts_of(*held.input)) {
    for (const auto& [issue, stated] : state_.states) {
      if (issue.first == held.scope && stated.path == text.path)
        states.emplace(issue.second, stated.history.back());
    }
  }
  if (!states.empty()) work.states = std::make_shared<const core::IssueStates>(std::move(states));
  co_return work;
}

Task<Result<std::vector<core::SubmissionId>>> MemoryReviewStore::finish(core::JobId id, core::Fence fence,
                                                                        core::JobResult result) {
  const std::scoped_lock lock{state_.mutex};
  const auto job = state_.held(id, fence);
  if (!job) co_return base::fail(job.error());
  const auto event =
      result.outcome == Status::completed ? core::LifecycleEvent::succeed : core::LifecycleEvent::fail;
  const auto status = core::transition((*job)->status, event);
  if (!status) co_return base::fail(status.error());
  std::shared_ptr<const MemoryState::Review> review;
  if (!result.review_members.empty()) {
    MemoryState::Review made{result.review_id,
                             std::make_shared<const std::string>(result.review_members),
                             result.score,
                             result.issues,
                             core::model_use(result.usage),
                             result.queued_ms,
                             result.run_ms,
                             result.finished_at};
    review = std::make_shared<const MemoryState::Review>(std::move(made));
  }
  auto finished = state_.attached(id);
  for (const auto& attached : finished) {
    auto& entry = state_.submissions.at(attached);
    entry.review = review;
    entry.submission.status = *status;
    entry.submission.updated_at = result.finished_at;
    entry.submission.attempts = (*job)->attempts + 1;
    entry.submission.error = result.error;
    if (review) entry.submission.review = review->id;
  }
  if (result.cacheable && review && *status == Status::completed) {
    state_.cache[{(*job)->scope, (*job)->fingerprint}] = {review, result.expires_at};
  }
  state_.jobs.erase(id);
  state_.signal.set();
  co_return finished;
}

Cancelled MemoryReviewStore::detach(MemoryState::Entry& entry, base::Timestamp now) {
  const core::JobId job = entry.answer.job;
  entry.submission = state_.record(entry).submission;
  entry.submission.status = Status::cancelled;
  entry.submission.updated_at = now;
  const bool last = state_.attached(job).empty();
  if (last) state_.jobs.erase(job);
  state_.signal.wake();
  return {entry.submission, job, last};
}

Task<Result<Cancelled>> MemoryReviewStore::cancel(core::Scope scope, core::SubmissionId id,
                                                  base::Timestamp now) {
  const std::scoped_lock lock{state_.mutex};
  auto* entry = entry_of(scope, id);
  if (entry == nullptr) co_return no_such_review();
  const auto status = core::transition(state_.record(*entry).submission.status, core::LifecycleEvent::cancel);
  if (!status) co_return base::fail(status.error());
  co_return detach(*entry, now);
}

Task<Result<Cancelled>> MemoryReviewStore::erase(core::Scope scope, core::SubmissionId id,
                                                 base::Timestamp now) {
  const std::scoped_lock lock{state_.mutex};
  auto* entry = entry_of(scope, id);
  if (entry == nullptr) co_return no_such_review();
  Cancelled erased;
  if (entry->open()) {
    erased = detach(*entry, now);
  } else {
    erased.submission = entry->submission;
  }
  const auto review = entry->review;
  state_.submissions.erase(id);
  const bool used =
      std::ranges::any_of(state_.submissions, [&](const auto& item) { return item.second.review == review; });
  if (review && !used)
    std::erase_if(state_.cache, [&](const auto& item) { return item.second.review == review; });
  co_return erased;
}

Task<Result<std::optional<core::RememberedAnswer>>> MemoryReviewStore::find_answer(core::Scope scope,
                                                                                   core::IdempotencyKey key,
                                                                                   base::Timestamp now) {
  const std::scoped_lock lock{state_.mutex};
  co_return state_.answer_of(scope, key, now);
}

Task<Result<void>> MemoryReviewStore::set_state(core::IssueRef issue, core::IssueState state) {
  const std::scoped_lock lock{state_.mutex};
  auto& stated = state_.states[{issue.scope, issue.fingerprint}];
  stated.path = std::move(issue.path);
  stated.history.push_back(std::move(state));
  co_return Result<void>{};
}

Task<Result<std::vector<core::IssueState>>> MemoryReviewStore::state_history(core::Scope scope,
                                                                             std::string fingerprint) {
  const std::scoped_lock lock{state_.mutex};
  std::vector<core::IssueState> history;
  const auto stated = state_.states.find({scope, fingerprint});
  if (stated != state_.states.end()) history = stated->second.history;
  co_return history;
}

Task<Result<void>> MemoryReviewStore::ping() { co_return Result<void>{}; }

Task<Result<void>> MemoryReviewStore::save(core::JobId job, std::string part, std::string reply) {
  const std::scoped_lock lock{state_.mutex};
  const auto found = state_.jobs.find(job);
  if (found == state_.jobs.end()) co_return base::fail(base::Errc::conflict, "the job is over");
  found->second.replies[part] = std::move(reply);
  co_return Result<void>{};
}

Task<Result<std::optional<std::string>>> MemoryReviewStore::find(core::JobId job, std::string part) {
  const std::scoped_lock lock{state_.mutex};
  std::optional<std::string> reply;
  if (const auto found = state_.jobs.find(job); found != state_.jobs.end()) {
    if (const auto kept = found->second.replies.find(part); kept != found->second.replies.end())
      reply = kept->second;
  }
  co_return reply;
}

}  // namespace assay::store
