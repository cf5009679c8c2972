#include "store/mongo/jobs.hpp"

#include "store/mongo/documents.hpp"

namespace assay::store::mongo {

using base::Result;

Result<bool> touch_job(Client& client, const std::string& job) {
  const auto touched = client.update_one(kJobs, {{"_id", job}, {"open", true}},
                                         {{"$inc", Document{{"touched", std::int64_t{1}}}}}, Ack::majority);
  if (!touched) return base::fail(touched.error());
  return touched->matched == 1;
}

Result<bool> end_unused_job(Client& client, const std::string& job) {
  while (true) {
    FindOptions options;
    options.projection = {{"touched", 1}};
    const auto found = client.find_one(kJobs, {{"_id", job}, {"open", true}}, options);
    if (!found) return base::fail(found.error());
    if (!*found) return false;
    const auto attached = client.count(kSubmissions, {{"job", job}, {"open", true}}, 1);
    if (!attached) return base::fail(attached.error());
    if (*attached > 0) return false;
    // Who attaches after the count touches the job: before this, and it stays; after it, and they see it
    // gone.
    const Document still{{"_id", job}, {"open", true}, {"touched", (*found)->view().number("touched")}};
    const auto ended = client.remove_one(kJobs, still, Ack::majority);
    if (!ended) return base::fail(ended.error());
    if (*ended == 0) continue;
    if (auto forgotten = forget_jobs(client, {job}); !forgotten)
      return base::fail(std::move(forgotten.error()));
    return true;
  }
}

Result<void> forget_jobs(Client& client, const std::vector<std::string>& jobs) {
  Array ids;
  for (const auto& job : jobs) ids.add(job);
  const Document any{{"$in", ids}};
  const auto replies = client.remove_many(kReplies, {{"job", any}}, Ack::one);
  if (!replies) return base::fail(replies.error());
  const auto gone =
      client.remove_many(kJobs, {{"_id", any}, {"open", Document{{"$exists", false}}}}, Ack::one);
  if (!gone) return base::fail(gone.error());
  return {};
}

}  // namespace assay::store::mongo
