#include "store/mongo/remove.hpp"

#include "core/lifecycle.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/records.hpp"
#include "store/mongo/reviews.hpp"
#include "store/mongo/rollups.hpp"

namespace assay::store::mongo {

using base::Result;
using core::Cancelled;

namespace {

constexpr int kInputAndOutcome = 3;

/// Takes an unfinished submission off its job; the last one out ends the job. Nothing where it was finished
/// in between.
Result<std::optional<Cancelled>> detach(Client& client, core::Submission submission, base::Timestamp now) {
  const Document change{{"$set", Document{{"status", static_cast<int>(core::Status::cancelled)},
                                          {"finished_at", now},
                                          {"attempts", submission.attempts},
                                          {"unindexed", kInputAndOutcome}}},
                        {"$unset", Document{{"open", 1}}}};
  ChangeOptions options;
  options.ack = Ack::majority;
  options.projection = {{"job", 1}};
  const Document open{{"_id", submission.id}, {"scope", submission.scope}, {"open", true}};
  const auto detached = client.change(kSubmissions, open, change, options);
  if (!detached) return base::fail(detached.error());
  if (!*detached) return std::optional<Cancelled>{};
  const core::JobId job{(*detached)->view().text("job")};
  const auto ended = end_unused_job(client, job.str());
  if (!ended) return base::fail(ended.error());
  submission.status = core::Status::cancelled;
  submission.updated_at = now;
  return std::optional{Cancelled{std::move(submission), job, *ended}};
}

/// Tells the rollups that a submission is about to go.
Result<void> note_going(Client& client, const core::SubmissionId& id, const std::string& scope,
                        base::Timestamp now) {
  FindOptions options;
  options.projection = {{"language", 1}, {"finished_at", 1}, {"review", 1}};
  const auto found = client.find_one(kSubmissions, {{"_id", id}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return {};
  return note_erasure(client, scope, (*found)->view(), now);
}

}  // namespace

Result<Cancelled> cancel_submission(Client& client, const core::Scope& scope, const core::SubmissionId& id,
                                    base::Timestamp now) {
  while (true) {
    auto submission = find_submission(client, scope, id);
    if (!submission) return base::fail(std::move(submission.error()));
    const auto status = core::transition(submission->status, core::LifecycleEvent::cancel);
    if (!status) return base::fail(status.error());
    auto detached = detach(client, std::move(*submission), now);
    if (!detached) return base::fail(std::move(detached.error()));
    if (*detached) return std::move(**detached);
  }
}

Result<Cancelled> erase_submission(Client& client, const core::Scope& scope, const core::SubmissionId& id,
                                   base::Timestamp now) {
  Cancelled erased;
  while (true) {
    auto submission = find_submission(client, scope, id);
    if (!submission) return base::fail(std::move(submission.error()));
    if (core::is_terminal(submission->status)) {
      if (erased.submission.id.empty()) erased.submission = std::move(*submission);
      break;
    }
    auto detached = detach(client, std::move(*submission), now);
    if (!detached) return base::fail(std::move(detached.error()));
    if (*detached) erased = std::move(**detached);
  }
  if (auto noted = note_going(client, id, scope.str(), now); !noted)
    return base::fail(std::move(noted.error()));
  const Document there{{"_id", id}, {"scope", scope}, {"open", Document{{"$exists", false}}}};
  const Document change{{"$set", Document{{"erasing", true}, {"gone_from", scope}}},
                        {"$unset", Document{{"scope", 1}}}};
  const auto marked = client.update_one(kSubmissions, there, change, Ack::majority);
  if (!marked) return base::fail(marked.error());
  if (marked->matched == 0)
    return base::fail(base::Errc::not_found, "There is no review with this id.", "id");
  if (auto gone = finish_erasing(client, id, now); !gone) return base::fail(std::move(gone.error()));
  return erased;
}

Result<void> finish_erasing(Client& client, const core::SubmissionId& id, base::Timestamp now) {
  FindOptions options;
  options.projection = record_fields();
  const auto found = client.find_one(kSubmissions, {{"_id", id}, {"erasing", true}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return {};
  const View view = (*found)->view();
  if (auto noted = note_erasure(client, view.text("gone_from"), view, now); !noted) return noted;
  if (view.has("review")) {
    if (auto removed = remove_unused_review(client, view.text("review")); !removed) return removed;
  }
  if (auto removed = remove_unused_input(client, view.text("input")); !removed) return removed;
  const Document which{{"_id", id}, {"erasing", true}};
  if (!view.has("idempotent")) {
    const auto gone = client.remove_one(kSubmissions, which, Ack::majority);
    if (!gone) return base::fail(gone.error());
    return {};
  }
  // Its key is answered as before until it is forgotten.
  Document rest{{"created_at", view.number("created_at")},
                {"how", static_cast<int>(view.number("how"))},
                {"forget_at", Date{view.time("created_at") + core::kIdempotencyKept}}};
  rest.copy("idempotent", view);
  FindOptions with_key;
  with_key.projection = {{"idempotency", 1}};
  const auto key = client.find_one(kSubmissions, which, with_key);
  if (!key) return base::fail(key.error());
  if (*key) rest.copy("idempotency", (*key)->view());
  const auto kept = client.replace_one(kSubmissions, which, rest, Ack::majority);
  if (!kept) return base::fail(kept.error());
  return {};
}

}  // namespace assay::store::mongo
