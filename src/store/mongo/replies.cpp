#include "store/mongo/replies.hpp"

#include <chrono>
#include <set>

#include "store/mongo/documents.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

std::string id_of(const core::JobId& job, const std::string& part) { return job.str() + "/" + part; }

}  // namespace

Result<std::vector<Result<void>>> save_replies(Client& client,
                                               const std::vector<std::shared_ptr<const NewReply>>& replies) {
  // The date is only for the server to clean up by, so it is the real one.
  const auto now = std::chrono::time_point_cast<base::Micros>(std::chrono::system_clock::now());
  std::vector<Update> updates;
  Array jobs;
  for (const auto& each : replies) {
    Update update;
    update.filter = {{"_id", id_of(each->job, each->part)}};
    const Document kept{{"job", each->job}, {"reply", Bytes{each->reply}}, {"at", Date{now}}};
    update.change = {{"$set", kept}};
    update.upsert = true;
    updates.push_back(std::move(update));
    jobs.add(each->job);
  }
  const auto saved = client.update_each(kReplies, updates, Ack::majority);
  if (!saved) return base::fail(saved.error());
  if (!saved->errors.empty()) return base::fail(saved->errors.begin()->second);
  // After they are there: who ends a job removes them from then on.
  FindOptions options;
  options.projection = {{"_id", 1}};
  const auto found = client.find(kJobs, {{"_id", Document{{"$in", jobs}}}, {"open", true}}, options);
  if (!found) return base::fail(found.error());
  std::set<std::string> open;
  for (const auto& each : *found) open.insert(each.view().text("_id"));
  std::vector<Result<void>> answers;
  for (const auto& each : replies) {
    answers.emplace_back();
    if (open.contains(each->job.str())) continue;
    const auto removed = client.remove_one(kReplies, {{"_id", id_of(each->job, each->part)}}, Ack::one);
    if (!removed) return base::fail(removed.error());
    answers.back() = base::fail(base::Errc::conflict, "the job is over");
  }
  return answers;
}

Result<std::optional<std::string>> find_reply(Client& client, const core::JobId& job,
                                              const std::string& part) {
  const auto found = client.find_one(kReplies, {{"_id", id_of(job, part)}});
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<std::string>{};
  return std::optional{(*found)->view().text("reply")};
}

}  // namespace assay::store::mongo
