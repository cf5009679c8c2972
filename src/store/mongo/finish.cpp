#include "store/mongo/finish.hpp"

#include "core/lifecycle.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/reviews.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// What the search does not know yet of a submission that has just ended.
constexpr int kInputAndOutcome = 3;

Result<bool> is_committed(Client& client, const core::JobId& job, const core::JobResult& result) {
  if (result.review_members.empty()) return false;
  const auto found =
      client.count(kJobs, {{"_id", job}, {"settling", true}, {"result.review", result.review_id}}, 1);
  if (!found) return base::fail(found.error());
  return *found > 0;
}

/// Step 2. False where the job is not held under this fence any more.
Result<bool> commit(Client& client, const core::JobId& job, core::Fence fence, core::Status status,
                    const core::JobResult& result) {
  Document kept{
      {"status", static_cast<int>(status)}, {"error", result.error}, {"finished_at", result.finished_at}};
  if (!result.review_members.empty()) kept.set("review", result.review_id);
  const bool cacheable =
      result.cacheable && !result.review_members.empty() && status == core::Status::completed;
  if (cacheable) kept.set("cache_until", result.expires_at);
  const Document held{
      {"_id", job}, {"open", true}, {"held", true}, {"fence", static_cast<std::int64_t>(fence)}};
  Document over{{"open", 1}, {"held", 1}};
  // Equal work that comes before the cache has the review joins this job still, and settles it: were there no
  // job to join and no review yet, it would be reviewed a second time.
  if (!cacheable) over.set("joinable", 1);
  const Document change{
      {"$set", Document{{"settling", true}, {"result", kept}}},
      {"$inc", Document{{"attempts", 1}}},
      {"$unset", over},
  };
  const auto committed = client.update_one(kJobs, held, change, Ack::majority);
  if (!committed) return base::fail(committed.error());
  if (committed->matched == 1) return true;
  // The driver may have sent it twice, and the second one have met what the first had done.
  return is_committed(client, job, result);
}

Result<std::vector<core::SubmissionId>> attached(Client& client, const std::string& job) {
  FindOptions options;
  options.sort = {{"created_at", 1}, {"_id", 1}};
  options.projection = {{"_id", 1}};
  const auto found = client.find(kSubmissions, {{"job", job}, {"open", true}}, options);
  if (!found) return base::fail(found.error());
  std::vector<core::SubmissionId> ids;
  for (const auto& each : *found) ids.emplace_back(each.view().text("_id"));
  return ids;
}

Result<void> end_submissions(Client& client, const std::string& id, const View& job) {
  const View result = job.document("result");
  Document fields{{"status", static_cast<int>(result.number("status"))},
                  {"finished_at", result.number("finished_at")},
                  {"attempts", static_cast<int>(job.number("attempts"))},
                  {"unindexed", kInputAndOutcome}};
  if (!result.bytes("error").empty()) fields.set("error", result.bytes("error"));
  if (result.has("review")) {
    const auto answer = find_answer_fields(client, result.text("review"));
    if (!answer) return base::fail(answer.error());
    // Gone: this is a late repetition, and who attached meanwhile finds another way (accept.cpp).
    if (!*answer) return {};
    fields.merge(**answer);
  }
  const auto ended = client.update_many(kSubmissions, {{"job", id}, {"open", true}},
                                        {{"$set", fields}, {"$unset", Document{{"open", 1}}}}, Ack::majority);
  if (!ended) return base::fail(ended.error());
  return {};
}

Result<void> remember_in_cache(Client& client, const View& job) {
  const View result = job.document("result");
  if (!result.has("cache_until")) return {};
  const Document entry{{"review", result.bytes("review")}, {"expires_at", result.number("cache_until")}};
  const auto cached = client.update_one(kInputs, {{"_id", job.bytes("input")}},
                                        {{"$set", Document{{"cache", entry}}}}, Ack::majority);
  if (!cached) return base::fail(cached.error());
  return {};
}

}  // namespace

Result<std::vector<core::SubmissionId>> finish_job(Client& client, const core::JobId& id, core::Fence fence,
                                                   const core::JobResult& result) {
  const auto job = held_job(client, id, fence);
  if (!job) {
    // The same call may have come so far before its answer was lost.
    const bool over = job.error().code == base::Errc::conflict;
    const auto ours = over ? is_committed(client, id, result) : Result<bool>{false};
    if (ours && *ours) return settle_job(client, id.str());
    return base::fail(job.error());
  }
  const auto event =
      result.outcome == core::Status::completed ? core::LifecycleEvent::succeed : core::LifecycleEvent::fail;
  const auto status = core::transition(core::Status::in_progress, event);
  if (!status) return base::fail(status.error());
  const bool has_review = !result.review_members.empty();
  if (has_review) {
    if (auto stored = insert_review(client, job->view(), result); !stored)
      return base::fail(std::move(stored.error()));
  }
  const auto committed = commit(client, id, fence, *status, result);
  if (!committed) return base::fail(committed.error());
  if (!*committed) {
    if (has_review) {
      if (auto removed = remove_unused_review(client, result.review_id.str()); !removed)
        return base::fail(std::move(removed.error()));
    }
    return base::fail(base::Errc::conflict, "the job was taken over by another worker");
  }
  return settle_job(client, id.str());
}

Result<std::vector<core::SubmissionId>> settle_job(Client& client, const std::string& id) {
  const auto found = client.find_one(kJobs, {{"_id", id}, {"settling", true}});
  if (!found) return base::fail(found.error());
  if (!*found) return std::vector<core::SubmissionId>{};
  const View job = (*found)->view();
  auto finished = attached(client, id);
  if (!finished) return finished;
  if (auto ended = end_submissions(client, id, job); !ended) return base::fail(std::move(ended.error()));
  if (auto cached = remember_in_cache(client, job); !cached) return base::fail(std::move(cached.error()));
  const View result = job.document("result");
  if (result.has("review")) {
    const std::string review = result.text("review");
    const auto shown = client.update_one(kReviews, {{"_id", review}},
                                         {{"$unset", Document{{"uncommitted", 1}}}}, Ack::majority);
    if (!shown) return base::fail(shown.error());
    // All that wanted it may have been cancelled meanwhile.
    if (finished->empty()) {
      if (auto removed = remove_unused_review(client, review); !removed)
        return base::fail(std::move(removed.error()));
    }
  }
  if (auto gone = forget_job(client, id); !gone) return base::fail(std::move(gone.error()));
  return finished;
}

}  // namespace assay::store::mongo
