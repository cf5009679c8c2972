#include "store/mongo/places.hpp"

#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/reviews.hpp"

namespace assay::store::mongo {

using base::Result;
using core::Acceptance;
using core::NewSubmission;

namespace {

/// What the search does not know yet: what was handed in, and what came of it.
constexpr int kInputOnly = 1;
constexpr int kInputAndOutcome = 3;

Result<std::optional<Place>> in_cache(Client& client, const NewSubmission& submission) {
  const auto review = cached_review(client, submission);
  if (!review) return base::fail(review.error());
  if (!*review) return std::optional<Place>{};
  auto answer = find_answer_fields(client, (*review)->str());
  if (!answer) return base::fail(answer.error());
  if (!*answer) return std::optional<Place>{};
  return std::optional{Place{Acceptance::from_cache, {}, (*review)->str(), std::move(**answer)}};
}

/// The open job that equal work may join.
Result<std::optional<core::JobId>> open_job(Client& client, const NewSubmission& submission) {
  FindOptions options;
  options.projection = {{"_id", 1}};
  const Document which{{"input", input_id(submission.scope, submission.fingerprint)}, {"joinable", true}};
  const auto found = client.find_one(kJobs, which, options);
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<core::JobId>{};
  return std::optional{core::JobId{(*found)->view().text("_id")}};
}

/// `conflict` where the id of a job that was just refused is that of other work.
Result<bool> is_own_job(Client& client, const NewSubmission& submission) {
  const auto found = client.find_one(kJobs, {{"_id", submission.job}});
  if (!found) return base::fail(found.error());
  if (!*found) return false;
  const View job = (*found)->view();
  if (job.bytes("input") != input_id(submission.scope, submission.fingerprint) || !job.flag("open"))
    return base::fail(base::Errc::conflict, "the id of the job is in use");
  return true;
}

}  // namespace

Document job_of(const NewSubmission& submission, bool bypass) {
  Document job{{"_id", submission.job},
               {"scope", submission.scope},
               {"fingerprint", submission.fingerprint},
               {"input", input_id(submission.scope, submission.fingerprint)},
               {"created_at", submission.created_at},
               {"updated_at", submission.created_at},
               {"open", true},
               {"status", 0},
               {"fence", std::int64_t{0}},
               {"attempts", 0},
               {"touched", std::int64_t{0}}};
  if (!bypass) job.set("joinable", true);
  if (submission.input->options.no_cache) job.set("no_cache", true);
  if (!submission.trace.empty()) job.set("trace", submission.trace);
  return job;
}

Result<Place> find_place(Client& client, const NewSubmission& submission) {
  const bool bypass = submission.input->options.no_cache || submission.rerun_of.has_value();
  while (true) {
    if (!bypass) {
      auto cached = in_cache(client, submission);
      if (!cached) return base::fail(std::move(cached.error()));
      if (*cached) return std::move(**cached);
      auto open = open_job(client, submission);
      if (!open) return base::fail(std::move(open.error()));
      if (*open) {
        const auto how = **open == submission.job ? Acceptance::new_job : Acceptance::joined_job;
        return Place{how, std::move(**open), {}, {}};
      }
    }
    if (submission.only_if_free)
      return base::fail(base::Errc::rate_limited, "this needs a review of its own");
    auto made = client.insert(kJobs, job_of(submission, bypass), Ack::majority);
    if (made) return Place{Acceptance::new_job, submission.job, {}, {}};
    if (made.error().code != base::Errc::conflict) return base::fail(std::move(made.error()));
    // Another one was first: join it. Or an earlier try of this call made the job.
    const auto own = is_own_job(client, submission);
    if (!own) return base::fail(own.error());
    if (*own) return Place{Acceptance::new_job, submission.job, {}, {}};
  }
}

Result<bool> still_there(Client& client, const Place& place) {
  if (place.how == Acceptance::from_cache) return touch_review(client, place.review);
  return touch_job(client, place.job.str());
}

Document fields_of(const Place& place, base::Timestamp created_at) {
  Document fields{{"how", static_cast<int>(place.how)}};
  if (place.how == Acceptance::from_cache) {
    fields.set("status", static_cast<int>(core::Status::completed))
        .set("finished_at", created_at)
        .set("cached", true)
        .set("unindexed", kInputAndOutcome)
        .merge(place.answer);
  } else {
    fields.set("status", 0).set("open", true).set("job", place.job).set("unindexed", kInputOnly);
  }
  return fields;
}

Result<void> move_to(Client& client, const core::SubmissionId& submission, const Place& from, const Place& to,
                     base::Timestamp created_at) {
  Document where{{"_id", submission}};
  Document unset{{"was", 1}};  // which no document has: an empty one is an error to older servers
  if (from.how == Acceptance::from_cache) {
    where.set("review", from.review);
    if (to.how != Acceptance::from_cache) {
      for (const auto* gone : {"review", "score", "issues", "queued_ms", "run_ms", "finished_at", "cached"})
        unset.set(gone, 1);
    }
  } else {
    where.set("job", from.job).set("open", true);
    if (to.how == Acceptance::from_cache) unset.set("open", 1).set("job", 1);
  }
  const auto moved = client.update_one(
      kSubmissions, where, {{"$set", fields_of(to, created_at)}, {"$unset", unset}}, Ack::majority);
  if (!moved) return base::fail(moved.error());
  return {};
}

}  // namespace assay::store::mongo
